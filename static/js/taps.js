// A tap: kept on this device, sent, and answered on the card it was made on. What is not answered soon is shown as waiting.
import { released, settle, swap } from "./cards.js";
import { tap as send } from "./outbox.js";
import { pocketCalled, pocketOfCard } from "./pockets.js";
import { showUndo } from "./undo.js";
import { rowsOf } from "./waiting.js";

const QUIET = 700; // after an answer the next button is under the same thumb; a double tap must not press it

let quietUntil = 0;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  const isTap = form.matches("[data-tap]");
  if (isTap || "busy" in form.dataset) event.preventDefault();
  if ("busy" in form.dataset || (isTap && !form.matches("[data-undo]") && performance.now() < quietUntil)) return;
  if (isTap) tap(form, event.submitter);
  // A plain form is sent by the browser, once. Marked after the fact, or its button's value would be lost.
  else if (form.matches("[data-once]")) setTimeout(() => (form.dataset.busy = ""));
});

// The thumb is down before it presses: what the device knows of the job is looked up meanwhile.
let coming = {};
addEventListener("pointerdown", ({ target, timeStamp }) => {
  const form = target.closest?.("form[data-tap]");
  if (form) coming = { form, timeStamp, pocket: pocketOf(form, numberOf(form)).catch(() => null) };
});
const pocketFor = (form, number) =>
  coming.form === form && performance.now() - coming.timeStamp < 1000 ? coming.pocket : pocketOf(form, number).catch(() => null);

// A page brought back by the Back button is not sending anything.
addEventListener("pageshow", () => document.querySelectorAll("[data-busy]").forEach((form) => delete form.dataset.busy));

async function tap(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  const url = form.getAttribute("action") || location.pathname + location.search;
  const number = numberOf(form);
  say(form, "");
  form.dataset.busy = "";
  const way = await wayOf(form, number);
  const answer = await send({ url, number, fields, words: wordsOf(form, submitter), ...way });
  await released();
  delete form.dataset.busy;
  if (answer) hear(form, answer);
  else waits(form, url, way, fields);
}

const cardOf = (form) => form.closest("[data-group], [data-fragment]");
const numberOf = (form) => form.dataset.job ?? cardOf(form)?.dataset.job ?? cardOf(form)?.querySelector(".number")?.textContent ?? "";

/** What the button says, and of an amount how much: it stands in the list of what waits. */
function wordsOf(form, submitter) {
  const words = (submitter ?? form.querySelector("button:not([type=button])"))?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const { quantity, unit } = form.elements;
  return quantity && unit ? `${words}, ${quantity.value} ${unit.value}` : words;
}

/** Where a move leads and what comes after it, as far as this device knows: what is shown while it waits. */
async function wayOf(form, number) {
  const url = form.getAttribute("action") ?? "";
  const moves = /\/(moves|holds|resumptions|undos|cancellations|status-changes)$/.test(url);
  if (!url.endsWith("/moves")) return { moves };
  const before = rowsOf(number).findLast((row) => row.ahead);
  const ahead = before?.ahead ?? (await pocketFor(form, number))?.ahead;
  return ahead ? { moves, to: ahead[0], ahead: ahead.slice(1) } : { moves };
}

async function pocketOf(form, number) {
  const id = cardOf(form)?.id;
  return (id?.startsWith("job-") && (await pocketOfCard(id))) || pocketCalled(number);
}

function hear(form, answer) {
  if (answer.status === 401) return location.assign(answer.sign_in ?? "/sign-in");
  if (answer.status >= 400 || !answer.status) return refused(form, answer);
  if (answer.go) return location.assign(answer.go);
  if (form.dataset.tap === "page") return reloadSaying(answer);
  moved(form, answer);
}

/** Kept, and not answered yet. The thumb may go on; the way back is offered just the same. */
function waits(form, url, { to }, fields) {
  form.closest("dialog")?.close();
  quietUntil = performance.now() + QUIET;
  empty(form);
  const step = Number(fields.find(([name]) => name === "step")?.[1]);
  const undo = url.endsWith("/moves") ? { url: url.replace(/moves$/, "undos"), step: step + 1, seconds: 10 } : null;
  showUndo({ said: to ? `Kept on this device: ${to}` : "Kept on this device", undo, number: numberOf(form) });
}

const empty = (form) =>
  form.querySelectorAll("textarea, input:not([type=hidden], [type=radio], [type=checkbox])").forEach((field) => (field.value = ""));

async function moved(form, answer) {
  form.closest("dialog")?.close();
  if (form.matches("[data-undo]")) form.hidden = true;
  empty(form);
  const number = numberOf(form);
  swap(answer);
  quietUntil = performance.now() + QUIET;
  showUndo({ ...answer, number });
  await leave(answer, answer.said, 900);
  document.dispatchEvent(new Event("tap:answered"));
}

async function refused(form, answer) {
  const card = cardOf(form)?.id;
  swap(answer);
  quietUntil = performance.now() + QUIET;
  const shown = form.isConnected ? form : document.getElementById(card);
  if (answer.status !== 409) say(shown ?? document.body, answer.error ?? "That did not work.");
  await leave(answer, "", 6000);
}

// Answers to taps that waited: nobody stands before the button any more.
document.addEventListener("tap:heard", ({ detail: { answer } }) => {
  if (answer.status === 401 && answer.sign_in) return;
  swap(answer);
  settle((answer.cards ?? []).map(({ id }) => id));
  if (answer.status < 400) document.dispatchEvent(new Event("tap:answered"));
});

/** The card says what happened where the thumb still is, then goes to its new group. */
async function leave({ cards = [] }, said, time) {
  const ids = cards.map(({ id }) => id);
  for (const id of said ? ids : []) {
    const card = document.getElementById(id);
    const words = card?.querySelector("[data-said]");
    if (!card?.dataset.group || !words) continue;
    words.textContent = said;
    words.hidden = false;
    card.classList.add("is-leaving");
  }
  await pause(time);
  await released();
  for (const id of ids) arrive(document.getElementById(id));
  settle(ids);
}

function arrive(card) {
  if (!card?.classList.contains("is-leaving")) return;
  card.classList.remove("is-leaving");
  card.querySelector("[data-said]").hidden = true;
}

/** Near the button that was pressed: in its form, else on its card. */
function say(place, sentence) {
  const near = place.querySelector("[data-problem]") ?? place.closest("[data-group], [data-fragment], main")?.querySelector("[data-problem]");
  if (near) near.textContent = sentence;
}

/** Pages made of many parts are fetched anew; the sentence and its Undo wait for them. */
function reloadSaying({ said, undo }) {
  sessionStorage.setItem("said", JSON.stringify({ said, undo }));
  location.reload();
}
