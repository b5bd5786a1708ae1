// One cache a build. A new build fills its own; the old one goes when the new worker takes over.
const PREFIX = "shell-";
export const OFFLINE = "/offline";
export const POCKET = "/pocket";

const name = PREFIX + VERSION;

export async function fill() {
  const cache = await caches.open(name);
  await cache.addAll([...SHELL, OFFLINE, POCKET].map((url) => new Request(url, { cache: "reload" })));
}

export async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((other) => other.startsWith(PREFIX) && other !== name).map((other) => caches.delete(other)));
}

export const kept = (request) => caches.match(request, { cacheName: name });
