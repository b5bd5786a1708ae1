// Shop Mobile is shown at once as this device has kept it, while the fresh page is fetched to be kept. The page says of when
// it is and asks the feed by itself, so nobody waits for a server that is slow or gone.
import { note, toldOf } from "../static/js/device/store.js";
import { keptBuilt } from "./caches.js";

export const MOBILE = "/mobile";
const AT_ONCE = 12 * 60 * 60 * 1000; // older, "as of 10:02" could be of yesterday

const pagesOf = (member) => caches.open(`pages-${member}`);
export const keptPage = async (member, pathname) => (await pagesOf(member)).match(pathname);

/** The kept page, if it may be shown before the server is asked; else null. Who loads a page anew wants a new one. */
export async function atOnce(request) {
  if (["no-cache", "reload"].includes(request.cache)) return null;
  const { me, mobile, edition } = await toldOf("me", "mobile", "edition");
  if (!me || !mobile || Math.abs(Date.now() - mobile.asked) > AT_ONCE) return null;
  // Another day, other statuses: it would have to be loaded anew before it was read.
  if (edition !== undefined && edition !== mobile.edition) return null;
  return (await keptPage(me, MOBILE)) ?? null;
}

/** Keeps a page for that member, with the time it was asked for: it may have to say how old it is. */
export async function keepPage(member, pathname, response, asked) {
  const html = await response.text();
  // The page of a release that this device has not fetched yet would be bare without a signal; the one before is whole.
  if (!(await isWhole(html))) return;
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const dated = new Response(html.replace("<html ", `<html data-kept="${asked}" `), { headers });
  await (await pagesOf(member)).put(pathname, dated);
  if (pathname === MOBILE) await note(member, { mobile: { asked, edition: / data-edition="([^"]*)"/.exec(html)?.[1] } });
}

async function isWhole(html) {
  const built = new Set(html.match(/\/static\/[\w.-]+\.(?:css|js)/g));
  const found = await Promise.all([...built].map((address) => keptBuilt(address)));
  return found.every(Boolean);
}
