// Built files come from the cache; pages come from the network, and when that fails a page says so.
// Everything else (taps, the feed, pictures) passes by untouched.
import { OFFLINE, dropOthers, fill, kept } from "./caches.js";
import "./push.js";

// No skipWaiting: a new worker must not change the ground under a page that is in use.
addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(dropOthers()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptOrFetched(request));
  else if (request.mode === "navigate") event.respondWith(pageOrOffline(request));
});

const keptOrFetched = async (request) => (await kept(request)) ?? fetch(request);

async function pageOrOffline(request) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(OFFLINE)) ?? Response.error();
  }
}
