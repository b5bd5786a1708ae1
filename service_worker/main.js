// Built files come from the cache; pages come from the network, or after a moment's patience from what this device keeps.
// Everything else (taps, the feed, the stream, pictures) passes by untouched.
import { dropOlder, fill, keep, keptBuilt } from "./caches.js";
import { forgetScanner, page } from "./pages.js";
import { sendWaiting } from "./outbox.js";
import "./push.js";
import "./updates.js";

// No skipWaiting: a new worker must not change the ground under a page that is in use.
addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(Promise.all([dropOlder(), forgetScanner()])));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptOrFetched(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(sendWaiting()));

/** A built file is the same for ever: fetched once, it is kept. That way the scanner's reader is here without a signal. */
const keptOrFetched = async (request) => (await keptBuilt(request)) ?? keep(request, await fetch(request));
