// Built files come from the cache, and so does Shop Mobile; other pages come from the network, or after a moment's patience
// from what this device keeps.
// Everything else (taps, the feed, the stream, pictures) passes by untouched.
import { outdate } from "../static/js/device/pockets.js";
import { dropOlder, fill, keep, keptBuilt } from "./caches.js";
import { SIGN_OUT, signOut, tellServer } from "./leaving.js";
import { forgetScanner, page } from "./pages.js";
import { sendWaiting } from "./outbox.js";
import "./push.js";
import "./updates.js";

// No skipWaiting: a new worker must not change the ground under a page that is in use.
addEventListener("install", (event) => event.waitUntil(fill()));
// What was kept of another build is for want of better only.
addEventListener("activate", (event) => event.waitUntil(Promise.all([dropOlder(), forgetScanner(), outdate()])));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT && request.mode === "navigate") return event.respondWith(signOut(request));
  // Who has sent a form wants to see what became of it.
  if (request.method !== "GET") return request.mode === "navigate" ? event.waitUntil(outdate()) : undefined;
  if (url.pathname.startsWith("/static/")) event.respondWith(keptOrFetched(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

const WOKEN = { outbox: sendWaiting, leaving: tellServer };
addEventListener("sync", (event) => WOKEN[event.tag] && event.waitUntil(WOKEN[event.tag]()));

/** A built file is the same for ever: fetched once, it is kept. That way the scanner's reader is here without a signal. */
const keptOrFetched = async (request) => (await keptBuilt(request)) ?? keep(request, await fetch(request));
