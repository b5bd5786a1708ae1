// The page's side of the outbox: hands taps over, waits a moment for their answers, and drives the sending.
import { bodyOf, change, drain, forget, isOld, keep, onNews, waiting } from "./device/outbox.js";

const SOON = 3000; // so long a thumb waits for the answer; then the tap is shown as not sent yet
const AGAIN = 15_000;

const listeners = new Map(); // key → who waits for this answer
let flying = 0;

/** Whose page this is: "shop-member". The shell of the offline pages learns it from the device. */
let member = document.body.dataset.member;
export const me = () => member;
export const becomes = (who) => (member = who);

/** Nothing is on its way just now, so the page may be exchanged for a newer one. */
export const isIdle = () => !flying && !document.querySelector("[data-busy]");

export { change, forget, isOld, waiting };

/** Keeps a tap and sends it: the server's answer, or null when it waits on this device. `tap`: {url, number, fields, words}, a file. */
export async function tap({ number, url, fields, lane = number || new URL(url, location).pathname, ...more }) {
  const entries = Array.isArray(fields) ? fields : Object.entries(fields);
  const row = { key: uuid(), member, lane, number, url, fields: entries, made: Date.now(), ...more };
  let rows;
  try {
    rows = await keep(row);
  } catch {
    return unkept(row);
  }
  changed(rows);
  const isBehind = rows.some((other) => other.lane === row.lane && other.tries);
  const answer = new Promise((resolve) => listeners.set(row.key, resolve));
  // One line is tried; when somebody answers there, all that waits goes after it.
  flush(true, row.lane).then(() => rows.length > 1 && answer.then((heard) => heard && flush(true)));
  registerSync();
  const soon = new Promise((resolve) => setTimeout(resolve, isBehind ? 0 : SOON, null));
  return Promise.race([answer, soon]).finally(() => listeners.delete(row.key));
}

/** For those who only want the words: the scanner's list. */
export async function send(row) {
  const answer = await tap(row);
  if (!answer) return "Not sent yet: it waits for a signal";
  return answer.said ?? answer.error;
}

/** A device that keeps nothing (private mode, no room): the tap goes at once, or is refused in words. */
async function unkept(row) {
  const body = bodyOf(row);
  for (const wait of [0, 1000, 2000, 4000]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const response = await fetch(row.url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
      if (response.status < 500 && response.status !== 429) return { status: response.status, ...(await response.json()) };
    } catch {
      // Again, under the same key.
    }
  }
  return { status: 0, error: "Not saved: there is no signal, and this device can't keep it. Tap again when there is." };
}

/** Sends what waits, or of one lane. `eager` says that the line is good now, so that nobody sits out a pause. */
export async function flush(eager = false, lane) {
  if (!member) return;
  flying += 1;
  try {
    await drain(hear, { member, eager, lane });
  } catch {
    // The store did not answer; the next look tries again.
  }
  flying -= 1;
  changed();
}

function hear(row, answer) {
  const listener = listeners.get(row.key);
  if (listener) listener(answer);
  else if (answer) document.dispatchEvent(new CustomEvent("tap:heard", { detail: { row, answer } }));
  changed();
}

const changed = (rows) => document.dispatchEvent(new CustomEvent("outbox:changed", { detail: rows }));

const registerSync = () => navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("outbox")).catch(() => {});

export function startOutbox() {
  onNews(() => changed());
  const look = () => document.visibilityState === "visible" && flush(true);
  for (const name of ["online", "pageshow", "focus"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("feed:answered", () => flush(true));
  setInterval(() => document.visibilityState === "visible" && flush(), AGAIN);
  changed();
  flush(true);
}

// randomUUID is missing on plain http, where the app runs too.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, place) => {
    const marked = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  return [4, 6, 8, 10].reduceRight((bytes, place) => [...bytes.slice(0, place), "-", ...bytes.slice(place)], hex).join("");
}
