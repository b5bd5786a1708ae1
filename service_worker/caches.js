// One cache a build. A new build fills its own; when its worker takes over, the one before is kept for the pages that this
// device has kept of it, and all older ones go.
const PREFIX = "shell-";
export const OFFLINE = "/offline";
export const POCKET = "/pocket";

const name = PREFIX + VERSION;

export async function fill() {
  const cache = await caches.open(name);
  await cache.addAll([...SHELL, OFFLINE, POCKET].map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
}

export async function dropOlder() {
  const others = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
  await Promise.all(others.slice(0, -1).map((older) => caches.delete(older)));
}

/** Keep that answer, if it is a whole one, and give it back. */
export async function keep(request, response) {
  if (response.ok && response.status === 200) {
    const copy = response.clone();
    // A full disk is no reason to go without.
    await caches.open(name).then((cache) => cache.put(request, copy)).catch(() => {});
  }
  return response;
}

export const kept = (request) => caches.match(request, { cacheName: name });
/** A built file, of this build or the one before: its name tells it from all others. */
export const keptBuilt = async (request) => (await kept(request)) ?? caches.match(request);
