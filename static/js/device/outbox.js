// Taps on their way. Kept before they are sent, sent in order for each job, kept until there is a definite answer.
// Pages and the service worker run this same code; locks keep them from sending the same, and keys make it harmless.
import { all, append, put, remove } from "./store.js";

const PATIENCE = 10_000;
const PATIENCE_FOR_FILES = 120_000;
const OLD = 8 * 60 * 60 * 1000;
const LONGEST_WAIT = 60_000;

const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
/** Calls when another page, or the worker, has changed what waits. */
export const onNews = (heard) => news?.addEventListener("message", heard);
const tellOthers = () => news?.postMessage("changed");

const inOrder = (rows) => rows.sort((a, b) => a.n - b.n);
/** Everything that waits on this device, oldest first. */
export const waiting = async () => inOrder(await all("taps"));

/**
 * `tap` is {key, member, lane, url, fields, words, made}, and perhaps a `file`; rejects when this device can't keep it.
 * Everything that waits then, oldest first.
 */
export async function keep(tap) {
  const rows = await append("taps", { ...tap, state: "waiting", tries: 0, next: 0 });
  tellOthers();
  return inOrder(rows);
}

export async function forget(...keys) {
  await remove("taps", ...keys);
  tellOthers();
}

export async function change(row, changes) {
  await put("taps", { ...row, ...changes });
  tellOthers();
}

export const isOld = (row) => !row.confirmed && Date.now() - row.made > OLD;
/** Whether it would go now: nothing to decide, nobody else's. Without `member` the server decides whose it is. */
const canGo = (row, member) => row.state === "waiting" && !isOld(row) && (!member || row.member === member);

/** Sends all that can go, or of one lane. `heard(row, answer)` is told each answer, and null where there was none. */
export async function drain(heard, { member, eager = false, lane } = {}) {
  const lanes = lane ? [lane] : new Set((await waiting()).filter((row) => canGo(row, member)).map((row) => row.lane));
  await Promise.all([...lanes].map((each) => alone(`tap ${each}`, () => drainLane(each, heard, { member, eager }))));
}

/** The oldest that waits. Behind a question moves stay where they are, and what moves nothing goes on. */
function nextOf(lane) {
  const isAsked = lane.some((row) => row.state === "conflict");
  return lane.find((row) => row.state === "waiting" && !(isAsked && row.moves));
}

async function drainLane(lane, heard, { member, eager }) {
  for (;;) {
    const row = nextOf((await waiting()).filter((other) => other.lane === lane));
    if (!row || !canGo(row, member) || (!eager && row.next > Date.now())) return;
    const answer = await post(row);
    const goesOn = await settle(row, answer);
    heard(row, answer);
    if (!goesOn) return passOver(lane, heard);
  }
}

/** What stands behind a tap that can't go has not been answered either. */
const passOver = async (lane, heard) => (await waiting()).filter((row) => row.lane === lane).forEach((row) => heard(row, null));

/** The server's answer, or null when nobody answered whom we know. */
async function post(row) {
  const body = bodyOf(row, { sent: time(Date.now()) });
  try {
    const signal = AbortSignal.timeout(row.file ? PATIENCE_FOR_FILES : PATIENCE);
    const response = await fetch(row.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal });
    if (response.status >= 500 || response.status === 429 || !response.headers.has("X-Member")) return null;
    return { status: response.status, ...(await response.json()) };
  } catch {
    return null;
  }
}

/** The form that a tap is sent as. A file travels as `photo`. */
export function bodyOf({ key, member, made, fields, file }, more) {
  const body = file ? new FormData() : new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value);
  const said = { key, member: member ?? "", at: time(made), ...more };
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  if (file) body.append("photo", file, "photo");
  return body;
}

const time = (ms) => new Date(ms).toISOString();

/** What becomes of a tap; true when the next of its lane may go. Nothing is dropped but what has been done. */
async function settle(row, answer) {
  if (!answer) {
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** row.tries) * (0.8 + Math.random() * 0.4);
    await change(row, { tries: row.tries + 1, next: Date.now() + wait });
    return false;
  }
  if (answer.status < 400) {
    await forget(row.key);
    return true;
  }
  if (answer.status === 401 || answer.kind === "NotTheirs") return false;
  await change(row, { state: answer.status === 409 ? "conflict" : "refused", error: answer.error ?? "The server did not take it." });
  return true;
}

const turns = new Map();

/** One at a time over all pages and the worker; on plain http, where there are no locks, over this page. */
function alone(name, deed) {
  if (navigator.locks) return navigator.locks.request(name, deed);
  const turn = (turns.get(name) ?? Promise.resolve()).then(deed, deed);
  turns.set(name, turn);
  return turn;
}
