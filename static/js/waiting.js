// What waits, shown: a count, a list in words, and on each card the step that is not sent yet.
import { change, flush, forget, isOld, me, tap, waiting } from "./outbox.js";
import { settle } from "./cards.js";

let rows = [];
const numberOf = (card) => card.dataset.job ?? card.querySelector(".number")?.textContent;
const shown = () => [...document.querySelectorAll("[data-board] [data-group], [data-fragment]")];
const mine = () => rows.filter((row) => row.member === me());
const clock = (ms) => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const rowsOf = (number) => mine().filter((row) => row.number === number);
const isBehind = (row) => row.moves && rows.some((other) => other.lane === row.lane && other.state === "conflict" && other.n < row.n);

export function startWaiting() {
  document.addEventListener("outbox:changed", look);
  document.addEventListener("cards:swapped", dressAll);
  document.querySelector("[data-outbox]")?.addEventListener("click", open);
  document.querySelector("[data-outbox-send]")?.addEventListener("click", () => flush(true));
}

async function look({ detail } = {}) {
  rows = detail ?? (await waiting().catch(() => []));
  count();
  if (document.querySelector("[data-outbox-list]")?.open) list();
  await painted();
  dressAll();
}

function open() {
  list();
  document.querySelector("[data-outbox-list]").showModal();
}

/** That a tap is kept is on the screen before the cards make way: among many that takes a cheap phone its time. */
const painted = () =>
  new Promise((resolve) => {
    if (document.visibilityState !== "visible") return resolve();
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  });

function count() {
  const button = document.querySelector("[data-outbox]");
  if (!button) return;
  button.hidden = !rows.length;
  button.dataset.state = rows.some((row) => row.state !== "waiting" || isOld(row)) ? "asks" : "waits";
  button.querySelector("[data-count]").textContent = rows.length;
}

function dressAll() {
  const waits = new Set(mine().map(({ number }) => number));
  const dressed = shown().filter((card) => "dressed" in card.dataset || waits.has(numberOf(card)));
  const moved = dressed.filter(dress).map(({ id }) => id);
  if (moved.length) settle(moved);
}

/** Shows on a card what waits for its job. Returns true when that takes it to another group. */
function dress(card) {
  const row = rowsOf(numberOf(card));
  card.dataset.dressed = "";
  const words = card.querySelector("[data-waits]");
  const unsent = row.filter((tap) => tap.state === "waiting");
  if (words) {
    words.hidden = !unsent.length;
    words.textContent = `Not sent yet: ${[...new Set(unsent.map((tap) => tap.words))].join(", ")}`;
  }
  ask(card, row);
  return step(card, row);
}

/** The button for the step after those that wait. */
function step(card, row) {
  const form = card.querySelector('form[action$="/moves"]');
  const last = row.findLast((tap) => tap.ahead);
  const input = form?.elements.step;
  if (input) card.dataset.step ??= input.value;
  const isAside = row.some((tap) => /\/(holds|resumptions|cancellations)$/.test(tap.url));
  const next = last?.ahead[0];
  if (form && last) {
    input.value = Number(card.dataset.step) + row.filter((tap) => tap.moves).length;
    form.querySelector("button span:not(.spinner)").textContent = `Advance to ${next}`;
    form.hidden = !next || isAside;
  } else if (form) form.hidden = isAside;
  return last ? goTo(card, last.to) : false;
}

function goTo(card, label) {
  const group = [...document.querySelectorAll("[data-board] .group")].find((one) => one.querySelector("h2").textContent === label);
  const key = group?.querySelector("[data-cards]").dataset.cards;
  if (!key || card.dataset.group === key) return false;
  card.dataset.group = key;
  return true;
}

// ── What needs a decision ──────────────────────────────────────────────

function ask(card, row) {
  card.querySelector("[data-asks]")?.remove();
  const moves = row.filter((tap) => tap.moves);
  const conflict = moves.find((tap) => tap.state === "conflict");
  const pattern = document.querySelector("template[data-conflict]");
  if (!conflict || !pattern) return;
  const asks = pattern.content.firstElementChild.cloneNode(true);
  asks.querySelector("[data-what]").textContent = `${conflict.error} You tapped ${conflict.words} at ${clock(conflict.made)}.`;
  asks.querySelector("[data-theirs]").addEventListener("click", () => forget(...moves.map(({ key }) => key)).then(look));
  const again = asks.querySelector("[data-mine]");
  again.hidden = !canGoAgain(card, conflict);
  again.addEventListener("click", () => goAgain(card, moves));
  card.querySelector("[data-waits]")?.after(asks);
}

/** Where the route still allows it: the step that is next now is the one that was meant, or it is no step at all. */
function canGoAgain(card, { to, url }) {
  if (/\/undos$/.test(url)) return false;
  const button = card.querySelector('form[action$="/moves"] button span:not(.spinner)');
  return !to || button?.textContent === `Advance to ${to}`;
}

async function goAgain(card, moves) {
  let seen = Number(card.querySelector("[name=step]")?.value);
  await forget(...moves.map(({ key }) => key));
  for (const { fields, url, number, words, to, ahead } of moves) {
    const fresh = fields.map(([name, value]) => [name, name === "step" ? String(seen++) : value]);
    tap({ url, number, words, to, ahead, moves: true, fields: fresh });
  }
}

// ── The list ───────────────────────────────────────────────────────────

const WHY = {
  waiting: () => "Waits for a signal.",
  conflict: (row) => row.error,
  refused: (row) => row.error,
  behind: () => "Waits for your answer to the one before.",
  old: () => "Made more than 8 hours ago. Is it still right?",
  foreign: () => "Someone else made this here. It waits until they sign in.",
};

function stateOf(row) {
  if (row.member !== me()) return "foreign";
  if (row.state !== "waiting") return row.state;
  return isBehind(row) ? "behind" : isOld(row) ? "old" : "waiting";
}

function list() {
  const place = document.querySelector("[data-outbox-rows]");
  if (!place) return;
  const pattern = document.querySelector("template[data-outbox-row]").content.firstElementChild;
  place.replaceChildren(...rows.map((row) => line(pattern.cloneNode(true), row)));
}

const shopOf = (member) => member?.split("-")[0];
const mayDecide = (row) => "supervises" in document.querySelector("[data-outbox-list]").dataset && shopOf(row.member) === shopOf(me());

function line(item, row) {
  const state = stateOf(row);
  const decides = state === "foreign" && mayDecide(row);
  // Another's tap is nobody else's business, but for those who answer for the floor.
  item.querySelector("[data-what]").textContent = state === "foreign" && !decides ? "" : [row.number, row.words].filter(Boolean).join(": ");
  item.querySelector("[data-when]").textContent = clock(row.made);
  item.querySelector("[data-why]").textContent = WHY[state](row);
  const [drop, go] = ["drop", "go"].map((name) => item.querySelector(`[data-${name}]`));
  drop.hidden = !decides && !["refused", "conflict", "old", "behind"].includes(state);
  drop.addEventListener("click", () => (decides ? setAside(row) : forget(row.key)).then(look));
  go.hidden = !decides && state !== "old";
  if (decides) go.textContent = "Do it as me";
  go.addEventListener("click", () => (decides ? takeOver(row) : change(row, { confirmed: true }).then(() => flush(true))));
  return item;
}

// ── A supervisor's word over what somebody else left here ──────────────

/** The deed under one's own name, as a tap of one's own. */
async function takeOver({ key, ...deed }) {
  await forget(key);
  const { url, number, fields, words, moves, file } = deed;
  await tap({ url, number, fields, words, moves, file, ...(file && { lane: deed.lane }) });
}

/** Not done, and the job's history says that it was not. */
async function setAside({ key, number, words, made }) {
  await forget(key);
  if (number) await tap({ url: `/jobs/${number}/notes`, number, words: "Note", fields: { text: `Set aside, never sent: ${words}, tapped at ${clock(made)}.` } });
}
