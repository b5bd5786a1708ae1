// A new version is offered, never forced: it takes over when the person says so, or when the app is next opened and nobody
// has another page of it open. Never while taps are on their way.
import { isIdle } from "../outbox.js";
import { say, show } from "./hints.js";

const WORKER = "/service-worker.js";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PATIENCE = 4000;
const LOOK_AGAIN = 300;
const LOOKS_AT_START = 6; // later than that the person is at work

const { serviceWorker } = navigator;
// Under Trusted Types a worker's address has to come from a policy.
const policy = globalThis.trustedTypes?.createPolicy("sw", { createScriptURL: (url) => url });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let isAsked = false;
let looked = 0;

export async function keepUpToDate() {
  // The first worker of all changes nothing for a page that came without one.
  const isControlled = Boolean(serviceWorker?.controller);
  const isStart = startsNow();
  const registration = await registered();
  if (!registration) return;
  serviceWorker.addEventListener("controllerchange", () => isControlled && changed());
  registration.addEventListener("updatefound", () => waitFor(registration));
  if (isStart && registration.waiting && isControlled) await atStart(registration);
  waitFor(registration);
  lookOften(registration);
}

async function registered() {
  try {
    return await serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER, { updateViaCache: "none" });
  } catch {
    return null; // refused by the browser: the app works as a page does
  }
}

function lookOften(registration) {
  const look = () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < MINUTE) return;
    looked = performance.now();
    registration.update().catch(() => {}); // no signal
  };
  for (const name of ["visibilitychange", "pageshow", "focus"]) addEventListener(name, look);
  setInterval(look, HOUR);
  looked = -MINUTE;
  look();
}

function waitFor(registration) {
  const fresh = registration.installing;
  fresh?.addEventListener("statechange", () => fresh.state === "installed" && offer(registration));
  offer(registration);
}

function offer(registration) {
  if (registration.waiting && serviceWorker.controller) show("update", () => takeOver(registration));
}

async function takeOver(registration) {
  say("update", "One moment…");
  while (!isIdle()) await pause(LOOK_AGAIN);
  isAsked = true;
  registration.waiting?.postMessage("SKIP_WAITING");
  await pause(PATIENCE);
  changed();
}

/** The first page since the app was opened: its worker may change now, unless another page works with it. */
async function atStart(registration) {
  isAsked = true;
  // The page of before may not be quite gone yet, and what waited may just be on its way.
  for (let looks = 0; registration.waiting && looks < LOOKS_AT_START; looks += 1) {
    if (isIdle()) registration.waiting.postMessage("SKIP_WAITING_IF_ALONE");
    await pause(LOOK_AGAIN);
  }
  // Taken over, the page is about to hear of it; if not, somebody works with another page.
  if (registration.waiting) isAsked = false;
}

/** Whether this is the app's first page since it was opened; from now on it is not. */
function startsNow() {
  const before = sessionStorage.getItem("started");
  sessionStorage.setItem("started", "yes");
  return before === null;
}

/** Once: whoever did not ask for it is asked when to load the page anew. */
function changed() {
  if (!isAsked) return show("update", () => location.reload());
  isAsked = false;
  location.reload();
}
