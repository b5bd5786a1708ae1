// A tap is sent until there is a definite answer, always under the key it was born with,
// so however often it travels the server does it once.
import { released, settle, swap } from "./cards.js";
import { showUndo } from "./undo.js";

const WAITS = [0, 1000, 2000, 4000, 8000];
const PATIENCE = 10_000;
const QUIET = 700; // after an answer the next button is under the same thumb; a double tap must not press it
const NOT_SAVED = "Not saved yet. Tap to try again.";

let quietUntil = 0;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  const isTap = form.matches("[data-tap]");
  if (isTap || "busy" in form.dataset) event.preventDefault();
  if ("busy" in form.dataset || (isTap && performance.now() < quietUntil)) return;
  if (isTap) tap(form, event.submitter);
  // A plain form is sent by the browser, once. Marked after the fact, or its button's value would be lost.
  else if (form.matches("[data-once]")) setTimeout(() => (form.dataset.busy = ""));
});

// A page brought back by the Back button is not sending anything.
addEventListener("pageshow", () => document.querySelectorAll("[data-busy]").forEach((form) => delete form.dataset.busy));

async function tap(form, submitter) {
  form.dataset.key ??= uuid();
  form.dataset.at ??= new Date().toISOString();
  const body = new URLSearchParams(new FormData(form, submitter));
  body.set("key", form.dataset.key);
  body.set("at", form.dataset.at);
  say(form, "");
  form.dataset.busy = "";
  const answer = await send(form.getAttribute("action") || location.href, body);
  await released();
  delete form.dataset.busy;
  if (!answer) return say(form, NOT_SAVED);
  delete form.dataset.key;
  delete form.dataset.at;
  hear(form, answer);
}

/** The server's definite answer, or null when there was none. */
async function send(url, body) {
  for (const wait of WAITS) {
    await pause(wait);
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal });
      if (response.status < 500 && response.status !== 429) return { status: response.status, ...(await response.json()) };
    } catch {
      // No network, no answer in time, or something on the way that is not our server: try again.
    }
  }
  return null;
}

function hear(form, answer) {
  if (answer.status === 401) return location.assign(answer.sign_in ?? "/sign-in");
  if (answer.status >= 400) return refused(form, answer);
  if (form.dataset.tap === "page") return reloadSaying(answer);
  moved(form, answer);
}

async function moved(form, answer) {
  form.closest("dialog")?.close();
  if (form.matches("[data-undo]")) form.hidden = true;
  swap(answer);
  quietUntil = performance.now() + QUIET;
  showUndo(answer);
  await leave(answer, answer.said, 900);
  document.dispatchEvent(new Event("tap:answered"));
}

async function refused(form, answer) {
  const card = form.closest("[data-group], [data-fragment]")?.id;
  swap(answer);
  quietUntil = performance.now() + QUIET;
  const shown = form.isConnected ? form : document.getElementById(card);
  say(shown ?? document.body, answer.error ?? "That did not work.");
  await leave(answer, "", 6000);
}

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

// randomUUID is missing on plain http, where the app runs too.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, place) => {
    const marked = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  return [4, 6, 8, 10].reduceRight((bytes, place) => [...bytes.slice(0, place), "-", ...bytes.slice(place)], hex).join("");
}
