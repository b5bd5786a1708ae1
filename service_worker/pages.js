// Which page a person gets: the server's, as long as it comes soon; else what this device has kept of it.
import { owner, settleOwner } from "../static/js/device/pockets.js";
import { note } from "../static/js/device/store.js";
import { OFFLINE, POCKET, kept } from "./caches.js";

const PATIENCE = 3000;
const MOBILE = "/mobile";
const SCANNER = "/scan";
const BOARDS = [MOBILE, SCANNER];
const OF_A_JOB = /^\/(jobs\/[^/]+(\/bump)?|q\/[\w-]+|materials\/\d+\/log)\/?$/;

export async function page(event, { pathname }) {
  const isKept = BOARDS.includes(pathname) || (OF_A_JOB.test(pathname) && pathname !== "/jobs/new");
  const fetched = fetch(event.request);
  const heeded = fetched.then((response) => heed(response, pathname));
  event.waitUntil(heeded.catch(() => {}));
  if (!isKept) return fetched.catch(() => kept(OFFLINE));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const response = await Promise.race([fetched.catch(() => null), late]);
  return isOurs(response) ? response : ((await fromDevice(pathname)) ?? fetched.catch(() => kept(OFFLINE)));
}

// Behind a hotel's sign-in page or a proxy's error there is no shop; redirects hide who answers.
const isOurs = (response) => response && (response.type === "opaqueredirect" || (response.headers.has("X-Member") && response.status < 500));

async function fromDevice(pathname) {
  const member = await owner();
  if (!member) return null;
  if (!BOARDS.includes(pathname)) return kept(POCKET);
  return (await caches.open(`pages-${member}`)).match(pathname);
}

/** What an answer tells of who is signed in, and what of it is kept. */
async function heed(response, pathname) {
  const member = response.headers.get("X-Member");
  if (!member) return;
  const copy = BOARDS.includes(pathname) && response.ok && !response.redirected && member !== "none" ? response.clone() : null;
  await settleOwner(member);
  if (member !== "none") await note(member, { heard: Date.now() });
  if (copy) await (await caches.open(`pages-${member}`)).put(pathname, copy);
  if (copy && pathname === MOBILE) await fetchScanner(member);
  // Someone may have signed out while it was on its way.
  if (copy && (await owner()) !== member) await caches.delete(`pages-${member}`);
}

/** Who works without a signal scans there, too: the scanner's page is kept before it was ever opened. */
async function fetchScanner(member) {
  if (await (await caches.open(`pages-${member}`)).match(SCANNER)) return;
  const response = await fetch(SCANNER).catch(() => null);
  if (isOurs(response)) await heed(response, SCANNER);
}

/** A new build has another one. */
export async function forgetScanner() {
  const pages = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(pages.map(async (name) => (await caches.open(name)).delete(SCANNER)));
}
