// How the page learns what is new: it asks "what since N" and says in words how old its last answer is.
import { released, settle, swap } from "./cards.js";

const EVERY = 60_000;
const LIVE = 75_000;
const LATE = 180_000;
const PATIENCE = 8_000;
const KEPT = 2_000;

const page = document.body.dataset;
let since = Number(page.seq);
let etag;
let next;
let asking = false;
let failures = 0;
let heard = moment();

// A sleeping device may stop one clock and a user may turn the other; the older of the two is believed.
function moment() {
  return { steady: performance.now(), wall: Date.now() };
}
const age = () => Math.max(performance.now() - heard.steady, Date.now() - heard.wall);
const clock = () => new Date(heard.wall).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const announce = () => document.dispatchEvent(new Event("feed:state"));

function state() {
  if (failures || age() > LATE) return "off";
  if (age() > LIVE) return "late";
  return checking ? "checking" : "live";
}

let checking = false;
const words = {
  live: () => "Live",
  checking: () => "Checking…",
  late: () => `As of ${clock()} · ${Math.round(age() / 60_000)} min`,
  off: () => `Offline, as of ${clock()}`,
};

export function live() {
  return {
    state: "live",
    words: "Live",
    init() {
      const show = () => ((this.state = state()), (this.words = words[this.state]()));
      document.addEventListener("feed:state", show);
      setInterval(show, 5000);
    },
  };
}

export function startFeed() {
  if (!("seq" in page)) return;
  const look = () => document.visibilityState === "visible" && ask();
  const wake = () => {
    // A page that slept must not go on saying Live while it looks.
    checking = true;
    announce();
    look();
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  addEventListener("pageshow", ({ persisted }) => persisted && wake());
  for (const name of ["online", "offline"]) addEventListener(name, look);
  document.addEventListener("tap:answered", look);
  fromDevice();
  plan();
}

/** A page that this device had kept is as old as the last answer was, and its cards may be older than its pocket's. */
async function fromDevice() {
  const { heardAt, refresh } = await import("./pocket-board.js");
  const at = await heardAt();
  if (!at) return;
  heard = { steady: performance.now() - (Date.now() - at), wall: at };
  announce();
  if (Date.now() - at > KEPT) await refresh(page.seq).then(ask);
}

function plan() {
  clearTimeout(next);
  const wait = failures ? Math.min(EVERY, 5000 * 2 ** (failures - 1)) : EVERY;
  next = setTimeout(() => (document.visibilityState === "visible" ? ask() : plan()), wait * (0.9 + Math.random() * 0.2));
}

async function ask() {
  if (asking) return;
  asking = true;
  try {
    await take(await fetchNews());
    failures = 0;
    checking = false;
  } catch {
    failures += 1;
  }
  asking = false;
  if (!failures) document.dispatchEvent(new Event("feed:answered"));
  announce();
  plan();
}

async function fetchNews() {
  const headers = { Accept: "application/json", ...(etag && { "If-None-Match": etag }) };
  const query = new URLSearchParams({ since, view: page.view });
  const response = await fetch(`/feed?${query}`, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (response.status === 401) return location.assign((await response.json()).sign_in);
  if (!response.ok && response.status !== 304) throw new Error(String(response.status));
  heard = moment();
  etag = response.headers.get("ETag") ?? etag;
  return response.status === 304 ? null : response.json();
}

async function take(news) {
  if (!news) return;
  await released();
  // Another day, other statuses: the words on every card are old, not only on those that moved.
  if (news.reload || news.edition !== page.edition) return location.reload();
  swap(news);
  settle(news.cards.map(({ id }) => id));
  since = news.seq;
  document.dispatchEvent(new Event("feed:changed"));
}
