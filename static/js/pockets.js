// What the page asks of the device's pocket.
import { fill, outdate, owner, settleOwner, pocketCalled, pocketOfCard, pocketOfCode } from "./device/pockets.js";
import { becomes, me } from "./outbox.js";

/** On the page that asks who is there, nobody is: nothing of whoever was stays on this device. */
export const emptyPockets = () => navigator.serviceWorker && settleOwner("none").catch(() => {});

/** The page as the server has it now, not as this device keeps it. */
export async function loadAnew() {
  // A store that does not answer must not hold anybody up.
  await Promise.race([outdate(), new Promise((resolve) => setTimeout(resolve, 500))]);
  location.reload();
}

/** Fills the pocket when the page has the time, and again whenever the feed has heard of something. */
export function startPockets() {
  if (!navigator.serviceWorker || !me()) return;
  const look = () => fill(me()).catch(() => {});
  (globalThis.requestIdleCallback ?? setTimeout)(look);
  document.addEventListener("feed:changed", look);
  document.addEventListener("tap:answered", look);
  navigator.storage?.persist?.().catch(() => {});
}

/** The job that a code opens, as the scanner lists it; null for none. */
export async function pocketOf(code) {
  if (!me()) becomes(await owner());
  const found = await pocketOfCode(code);
  if (!found) return null;
  const { number, customer, standing, step, ahead } = found.pocket;
  const url = `/jobs/${number}`;
  const powder = /^powder-(\d+)$/.exec(found.part)?.[1];
  const opens = powder ? `/materials/${powder}/log?job=${number}` : `${url}${found.part === "bump" ? "/bump" : ""}`;
  return { number, customer, standing, step, next: powder ? null : ahead[0], url, opens };
}

export { pocketCalled, pocketOfCard };
