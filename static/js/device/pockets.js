// The floor in this device's pocket: of each open job what its pages show and its codes open. The feed fills it.
import { all, get, handOver, note, told } from "./store.js";

const PATIENCE = 20_000;

/** For whom this device keeps things now: "shop-member", or undefined. */
export const owner = () => told("me");

/** Lets go of all that was kept for someone else. Taps stay: they wait for whoever made them. */
export async function settleOwner(member) {
  const wasAnothers = await handOver(member === "none" ? undefined : member);
  if (!wasAnothers) return;
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== `pages-${member}`) await caches.delete(name);
}

/** The Shop Mobile that this device has kept is not to be shown any more while there may be a better one. */
export async function outdate() {
  const member = await owner().catch(() => undefined);
  if (member) await note(member, { mobile: null }).catch(() => {});
}

/** Asks the feed for what is new and keeps it. Throws when nobody answers. */
export async function fill(member) {
  await settleOwner(member);
  const since = await told("seq");
  const news = await ask(since, member);
  const isAnew = news.reload || (since !== undefined && news.edition !== (await told("edition")));
  if (isAnew) return keep(member, await ask(undefined, member));
  return keep(member, news);
}

const keep = (member, { whole, cards, gone, edition, seq }) =>
  note(member, { edition, seq, heard: Date.now() }, { whole, cards: cards.map(entry), gone });

async function ask(since, member) {
  const query = new URLSearchParams({ view: "pocket", ...(since !== undefined && { since }) });
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`/feed?${query}`, { headers: { Accept: "application/json" }, cache: "no-store", signal });
  if (!response.ok || response.headers.get("X-Member") !== member) throw new Error(String(response.status));
  return response.json();
}

const SAID = ["number", "customer", "standing", "step", "codes", "ahead"];
const ESCAPED = { "&#34;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const attribute = (html, name) => new RegExp(` data-${name}="([^"]*)"`).exec(html)?.[1] ?? "";

function entry({ id, html }) {
  const text = (name) => attribute(html, name).replace(/&(#34|#39|lt|gt|amp);/g, (mark) => ESCAPED[mark]);
  const { number, customer, standing, step, codes, ahead } = Object.fromEntries(SAID.map((name) => [name, text(name)]));
  return { id, html, number, customer, standing, step: Number(step), codes: codes.split(" "), ahead: ahead ? ahead.split("|") : [] };
}

export const pockets = () => all("pockets");
export const pocketCalled = async (number) => (await pockets()).find((pocket) => pocket.number === number);

/** The pocket of the job whose card has that id: one row, where `pocketCalled` reads all of them. */
export const pocketOfCard = (id) => get("pockets", id.replace("job", "pocket"));

/** The pocket whose sheet carries that code, with the name of the part it opens: {pocket, part}; null for none. */
export async function pocketOfCode(code) {
  const mark = await markOf(code);
  const typed = await markOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  for (const pocket of await pockets()) {
    const found = pocket.codes.map((word) => word.split(".")).find(([, token, short]) => token === mark || short === typed);
    if (found) return { pocket, part: found[0] };
  }
  return null;
}

async function markOf(token) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 12);
}
