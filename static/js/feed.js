// How the page learns what is new: the bell tells that there is something, the feed tells what ("what since N?"),
// and the pill says in words how far both can be believed. The feed alone is enough: it is asked now and then without a bell.
import { released, settle, swap } from "./cards.js";
import { SILENT, hangUp, listen } from "./live.js";
import { ageOf, moment } from "./moments.js";
import { loadAnew } from "./pockets.js";

const EVERY = 60_000;
const SELDOM = 300_000; // while the bell is heard
const LATE = 180_000;
const GONE = 30_000; // without any sign of life
const PATIENCE = 8_000;
const HIDDEN = 20_000; // a page that nobody looks at for so long costs nothing

const page = document.body.dataset;
const kept = Number(document.documentElement.dataset.kept); // when it was asked for, of a page that this device had kept
let since = Number(page.seq);
let etag;
let next;
let resting;
let asking = false;
let again = false;
let failures = 0;

let checking = true; // until there is a first answer: a page may have come from the device
let unsure = false; // the bell is lost, and the feed has not answered since
let known = moment(); // when all that happened was on the page
let sign = moment(); // when the server last said anything
let bell; // when it was last heard, if it is not lost

const clock = () => new Date(known.wall).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const minutes = () => Math.floor(ageOf(known) / 60_000);
const announce = () => document.dispatchEvent(new Event("feed:state"));
const isSeen = () => document.visibilityState === "visible";

function state() {
  // That the browser thinks itself online proves nothing; that it does not is believed.
  if (!navigator.onLine || (failures && ageOf(sign) > GONE)) return "off";
  if (checking) return "checking";
  if (ageOf(known) > LATE) return "off";
  return bell && !failures && ageOf(bell) < SILENT && ageOf(known) < SILENT ? "live" : "late";
}

const words = {
  live: () => "Live",
  checking: () => (ageOf(known) < SILENT ? "Checking…" : `Checking, as of ${clock()}`),
  late: () => `${unsure || failures ? "Reconnecting, as" : "As"} of ${clock()}${minutes() ? ` · ${minutes()} min` : ""}`,
  off: () => `Offline, as of ${clock()}`,
};

export function live() {
  return {
    state: "checking",
    words: words.checking(),
    asOf: "",
    init() {
      const show = () => ((this.state = state()), (this.words = words[this.state]()), (this.asOf = `As of ${clock()}`));
      document.addEventListener("feed:state", show);
      setInterval(show, 1000);
    },
  };
}

/** What the page shows is from then: it was kept on the device. */
function asOf(wall) {
  known = { steady: performance.now() - (Date.now() - wall), wall };
  announce();
}

export function startFeed() {
  if (!("seq" in page)) return;
  document.addEventListener("visibilitychange", () => (isSeen() ? wake() : (resting = setTimeout(rest, HIDDEN))));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", ({ persisted }) => persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", announce);
  document.addEventListener("tap:answered", () => isSeen() && ask());
  if (kept) fromDevice();
  if (isSeen()) listen({ ring, lost, reachable });
  plan();
}

/** A page that this device had kept is as old as it says, and its cards may be older than those of its pocket. */
async function fromDevice() {
  asOf(kept);
  ask();
  const { heardAt, refresh } = await import("./pocket-board.js");
  const at = await heardAt();
  if (at < kept) return;
  await refresh(page.seq);
  if (known.wall === kept) asOf(at);
}

const reachable = () => !unsure && !failures;

function ring(seq) {
  const isBack = !bell;
  bell = sign = moment();
  unsure = false;
  if (isBack) failures = 0;
  // That somebody is there does not make an old page new: the feed does.
  checking &&= seq > since;
  if (seq > since) ask();
  else known = bell;
  if (isBack) plan();
  announce();
}

function lost() {
  const isNews = bell || checking;
  bell = undefined;
  unsure ||= Boolean(isNews);
  checking = false;
  // Not all screens of the shop in the same moment.
  if (isNews) plan(1000 + Math.random() * 3000);
  announce();
}

function wake() {
  clearTimeout(resting);
  if (!isSeen()) return;
  // A page that slept must not go on saying Live while it looks.
  checking = true;
  announce();
  if (!bell || ageOf(bell) > SILENT) hangUp();
  listen({ ring, lost, reachable });
  ask();
}

function rest() {
  clearTimeout(next);
  hangUp();
  bell = undefined;
}

function plan(wait) {
  clearTimeout(next);
  const usual = failures ? Math.min(EVERY, 5000 * 2 ** (failures - 1)) : bell ? SELDOM : EVERY;
  next = setTimeout(() => isSeen() && ask(), wait ?? usual * (0.9 + Math.random() * 0.2));
}

async function ask() {
  if (asking) return (again = true);
  asking = true;
  again = false;
  try {
    await take(await fetchNews());
    failures = 0;
    unsure = false;
  } catch {
    failures += 1;
  }
  asking = checking = false;
  if (!failures) document.dispatchEvent(new Event("feed:answered"));
  announce();
  if (again && !failures) ask();
  else plan();
}

async function fetchNews() {
  const headers = { Accept: "application/json", ...(etag && { "If-None-Match": etag }) };
  const query = new URLSearchParams({ since, view: page.view });
  const response = await fetch(`/feed?${query}`, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (response.status === 401) return location.assign((await response.json()).sign_in);
  // Kept for one member, and now another one is signed in.
  if (response.headers.has("X-Member") && response.headers.get("X-Member") !== page.member) return loadAnew();
  if (!response.ok && response.status !== 304) throw new Error(String(response.status));
  sign = moment();
  etag = response.headers.get("ETag") ?? etag;
  return response.status === 304 ? null : response.json();
}

/** A card that was just tapped says so and goes by itself; news of it must not take it from under the thumb. */
async function undisturbed() {
  for (let left = 30; left && document.querySelector("[data-busy], .is-leaving"); left -= 1) await new Promise((done) => setTimeout(done, 100));
  await released();
}

async function take(news) {
  if (news) await undisturbed();
  // Another day, other statuses: the words on every card are old, not only on those that moved.
  if (news?.reload || (news && news.edition !== page.edition)) return loadAnew();
  if (news) {
    swap(news);
    settle(news.cards.map(({ id }) => id));
    since = news.seq;
    document.dispatchEvent(new Event("feed:changed"));
  }
  known = sign;
}
