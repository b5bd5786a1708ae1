// The bell: a stream from the server that carries the shop's newest number, and a heartbeat every 15 s.
// One stream serves all pages of a browser: HTTP/1.1 gives it six lines to a server, and the seventh page would never load.
import { ageOf, moment } from "./moments.js";

export const SILENT = 18_000; // longer than a heartbeat takes on a slow line: nobody is there any more
const CONNECT = 10_000;
const RETRY = 4000; // the longest that the server asks a lost stream to wait
const LONGEST = 60_000;

const page = Math.random().toString(36).slice(2);
const name = `live-${document.body.dataset.member}`;
const others = navigator.locks && globalThis.BroadcastChannel ? new BroadcastChannel(name) : undefined;

let listener; // ring(seq), lost(), reachable()
let leave;
let source;
let timer;
let tries = 0;
let last;

/** Hear the bell, by a stream of one's own or by the page that has one. No-op for who listens already. */
export function listen(to) {
  if (leave) return;
  listener = to;
  leave = others ? takeTurns() : () => {};
  if (!others) connect();
}

/** Cost nothing any more. */
export function hangUp() {
  leave?.();
  leave = undefined;
  disconnect();
}

/** Whoever has the lock has the stream; when its page goes, the next one gets both. */
function takeTurns() {
  const waiting = new AbortController();
  let done;
  const held = () => new Promise((resolve) => ((done = resolve), connect()));
  others.onmessage = ({ data }) => heard(data);
  others.postMessage("?");
  navigator.locks.request(name, { signal: waiting.signal }, held).catch(() => {});
  return () => (waiting.abort(), done?.(), (others.onmessage = undefined));
}

function heard(word) {
  if (word !== "?") return tell(word);
  if (source && last && ageOf(last) < SILENT) others.postMessage(last.seq);
}

const tell = (word) => (word === "lost" ? listener.lost() : listener.ring(word));
const say = (word) => (others?.postMessage(word), tell(word));

function connect() {
  source = new EventSource(`/live?page=${page}`);
  for (const kind of ["seq", "hb"]) source.addEventListener(kind, rung);
  source.onerror = failed;
  watch(CONNECT);
}

function rung({ data }) {
  tries = 0;
  last = { seq: Number(data), ...moment() };
  watch(SILENT);
  say(last.seq);
}

function failed() {
  if (source.readyState === EventSource.CLOSED) return again();
  watch(RETRY + CONNECT); // the browser tries by itself, when the server has asked it to
  say("lost");
}

/** No event tells of a line that is there and carries nothing: only silence does. */
function watch(patience) {
  clearTimeout(timer);
  timer = setTimeout(again, patience);
}

/** Soon when nobody answers at all; ever less often where a server is that has no line for us. */
function again() {
  disconnect();
  say("lost");
  const wait = Math.min(1000 * 2 ** tries, listener.reachable() ? LONGEST : RETRY);
  tries = Math.min(tries + 1, 6);
  timer = setTimeout(connect, wait * (0.5 + Math.random() / 2));
}

function disconnect() {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}
