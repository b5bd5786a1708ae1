// The device's own reader of codes where it has one, else ours, which is fetched then.
const FORMATS = { formats: ["qr_code"] };
let made;

/** Whether the browser reads QR codes by itself: Chrome on Android and macOS do. */
export async function hasOwn() {
  const supported = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return Boolean(supported?.includes("qr_code"));
}

/** A function from a picture to the text of a code in it, or null. Throws when our reader can't be fetched. */
export function reader() {
  made ??= make().catch((error) => {
    made = undefined;
    throw error;
  });
  return made;
}

async function make() {
  const Detector = (await hasOwn()) ? BarcodeDetector : (await import("./zxing.js")).BarcodeDetector;
  const detector = new Detector(FORMATS);
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}
