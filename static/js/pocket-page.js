// A job's page, or a powder's, out of this device's pocket: shown where the server can't be reached.
import { made } from "./cards.js";
import { owner, pocketCalled, pocketOfCode } from "./device/pockets.js";
import { told } from "./device/store.js";
import { becomes, flush } from "./outbox.js";

const place = document.querySelector("[data-pocket]");
const { pathname, searchParams } = new URL(location);

async function found() {
  const token = /^\/q\/([\w-]+)/.exec(pathname)?.[1];
  if (token) return pocketOfCode(token);
  const number = /^\/jobs\/([^/]+)/.exec(pathname)?.[1] ?? searchParams.get("job");
  const powder = /^\/materials\/(\d+)\/log/.exec(pathname)?.[1];
  const pocket = number && (await pocketCalled(decodeURIComponent(number)));
  return pocket ? { pocket, part: powder ? `powder-${powder}` : "job" } : null;
}

async function show() {
  becomes(await owner());
  const opened = await found();
  const name = opened?.part.startsWith("powder-") ? opened.part : "job";
  const part = opened && made(opened.pocket.html).querySelector(`[data-part="${name}"]`);
  if (!part) return;
  document.querySelector("[data-none]").hidden = true;
  document.querySelector("h1").textContent = document.title = opened.pocket.number;
  place.append(part);
  place.hidden = false;
  for (const photos of place.querySelectorAll('[data-part="photos"]')) import("./parts/photos.js").then(({ start }) => start(photos));
  document.querySelector("[data-as-of]").textContent = clock(await told("heard"));
  document.dispatchEvent(new Event("cards:swapped"));
  flush(true);
}

const clock = (ms) => (ms ? new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) : "before");

const isTyping = () => [...place.querySelectorAll("input:not([type=hidden]), textarea")].some(({ value, type }) => type !== "radio" && value);
// The real page is there again.
addEventListener("online", () => setTimeout(() => isTyping() || location.reload(), 1500));

await show();
