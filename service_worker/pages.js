// Which page a person gets: Shop Mobile at once, as this device has it; of all others the server's, as long as it comes
// soon, else what this device has kept of it.
import { owner, settleOwner } from "../static/js/device/pockets.js";
import { OFFLINE, POCKET, kept } from "./caches.js";
import { tellServer } from "./leaving.js";
import { MOBILE, atOnce, keepPage, keptPage } from "./mobile.js";

const PATIENCE = 3000;
const HEAD_START = 500; // what the device keeps comes before what the server sends
const SCANNER = "/scan";
const BOARDS = [MOBILE, SCANNER];
const OF_A_JOB = /^\/(jobs\/[^/]+(\/bump)?|q\/[\w-]+|materials\/\d+\/log)\/?$/;

export async function page(event, { pathname }) {
  const isKept = BOARDS.includes(pathname) || (OF_A_JOB.test(pathname) && pathname !== "/jobs/new");
  const asked = Date.now();
  const fetched = tellServer().then(() => fetch(event.request));
  const heeded = fetched.then((response) => heed(response, pathname, asked));
  event.waitUntil(heeded.catch(() => {}));
  if (!isKept) return fetched.catch(() => kept(OFFLINE));
  const waited = awaited(fetched, pathname);
  if (pathname !== MOBILE) return waited;
  // A store that does not answer must not hold the page up.
  return (await Promise.race([atOnce(event.request).catch(() => null), within(HEAD_START)])) ?? waited;
}

const within = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));

async function awaited(fetched, pathname) {
  const response = await Promise.race([fetched.catch(() => null), within(PATIENCE)]);
  return isOurs(response) ? response : ((await fromDevice(pathname)) ?? fetched.catch(() => kept(OFFLINE)));
}

// Behind a hotel's sign-in page or a proxy's error there is no shop; redirects hide who answers.
const isOurs = (response) => response && (response.type === "opaqueredirect" || (response.headers.has("X-Member") && response.status < 500));

async function fromDevice(pathname) {
  const member = await owner();
  if (!member) return null;
  if (!BOARDS.includes(pathname)) return kept(POCKET);
  return keptPage(member, pathname);
}

/** What an answer tells of who is signed in, and what of it is kept. */
async function heed(response, pathname, asked) {
  const member = response.headers.get("X-Member");
  if (!member) return;
  const copy = BOARDS.includes(pathname) && response.ok && !response.redirected && !response.headers.has("X-Asks") && member !== "none" ? response.clone() : null;
  await settleOwner(member);
  if (!copy) return;
  await keepPage(member, pathname, copy, asked);
  if (pathname === MOBILE) await fetchScanner(member);
  // Someone may have signed out while it was on its way.
  if ((await owner()) !== member) await caches.delete(`pages-${member}`);
}

/** Who works without a signal scans there, too: the scanner's page is kept before it was ever opened. */
async function fetchScanner(member) {
  if (await keptPage(member, SCANNER)) return;
  const asked = Date.now();
  const response = await fetch(SCANNER).catch(() => null);
  if (isOurs(response)) await heed(response, SCANNER, asked);
}

/** A new build has another one. */
export async function forgetScanner() {
  const pages = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(pages.map(async (name) => (await caches.open(name)).delete(SCANNER)));
}
