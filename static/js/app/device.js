// All that a page does about the device it is on.
import { offerInstall, offerOnHomeScreen } from "./install.js";
import { keepUpToDate } from "./update.js";
import { show } from "./hints.js";

export { offerInstall };

export function begin() {
  if (!isSecureContext) return show("plain");
  offerOnHomeScreen();
  if (navigator.serviceWorker?.controller && document.querySelector("[data-board]")) whenAtRest(() => fetchReader().catch(() => {}));
  return keepUpToDate();
}

const whenAtRest = (deed) => (globalThis.requestIdleCallback ? requestIdleCallback(deed, { timeout: 10_000 }) : setTimeout(deed, 5000));

/** A floor without a signal is where codes are scanned: what reads them is kept before it is needed. */
async function fetchReader() {
  if (navigator.connection?.saveData) return;
  const { hasOwn } = await import("../scan/reader.js");
  if (await hasOwn()) return;
  const { program } = await import("../scan/zxing.js");
  await fetch(program);
}
