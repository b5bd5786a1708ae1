// A part of the page that is fetched when it comes into sight.
import { made } from "../cards.js";
import { startParts } from "../parts.js";

const SOON = "600px";

export function start(place) {
  const isMeant = [`#${place.id}`, `#${place.dataset.code}`].includes(location.hash);
  if (isMeant) return show(place).then(() => place.scrollIntoView());
  const watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watcher.disconnect();
    show(place);
  }, { rootMargin: SOON });
  watcher.observe(place);
}

/** Its link stays where it could not be had. */
async function show(place) {
  place.setAttribute("aria-busy", "true");
  const response = await fetch(place.dataset.from, { headers: { "X-Part": "1" } }).catch(() => null);
  place.removeAttribute("aria-busy");
  if (response?.status === 401) return location.reload();
  if (!response?.ok) return place.querySelector(".bones")?.remove();
  const body = made(`<div>${await response.text()}</div>`);
  place.querySelectorAll(".bones, .bones + .button").forEach((old) => old.remove());
  place.append(...body.childNodes);
  delete place.dataset.part;
  startParts(place);
}
