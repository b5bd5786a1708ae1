// Puts rendered cards where they belong. The server makes the HTML; here it is only placed.
const policy = globalThis.trustedTypes?.createPolicy("cards", { createHTML: (html) => html });
const still = matchMedia("(prefers-reduced-motion: reduce)");
const CONTROLS = "a[href], button, summary, input:not([type=hidden]), select, textarea";

let pressing = false;
addEventListener("pointerdown", () => (pressing = true), true);
for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => (pressing = false), true);

/** Waits until no finger is down and the click it was going to make has been made. */
export async function released() {
  do await new Promise((resolve) => setTimeout(resolve, pressing ? 60 : 0));
  while (pressing);
}

export function made(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content.firstElementChild;
}

const listOf = (card) => document.querySelector(`[data-cards="${CSS.escape(card.dataset.group ?? "")}"]`);
const isHome = (card) => !card.closest("[data-cards]") || card.parentElement === listOf(card);

/** Exchanges cards where they stand. What is older than the card already shown is let go. */
export function swap({ cards = [], gone = [], seq = 0 }) {
  for (const { id, html } of cards) {
    const old = document.getElementById(id);
    const card = made(html);
    if (old && Number(old.dataset.seq) > Number(card.dataset.seq)) continue;
    if (old) exchange(old, card);
    else if (listOf(card)) insert(card);
  }
  for (const id of gone) {
    const card = document.getElementById(id);
    if (card && Number(card.dataset.seq) <= seq) card.remove();
  }
  document.dispatchEvent(new Event("cards:swapped"));
}

function exchange(old, card) {
  const index = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  card.hidden = old.hidden;
  old.replaceWith(card);
  if (index < 0) return;
  const controls = card.querySelectorAll(CONTROLS);
  (controls[index] ?? controls[0])?.focus({ preventScroll: true });
}

/** Text that sorts cards as the server does: what they say of themselves, then the older job. */
const place = (card) => `${card.dataset.sort} ${card.id.split("-")[1].padStart(12, "0")}`;

/** In its group, before the first card that sorts after it. */
function insert(card) {
  const list = listOf(card);
  if (!list) return card.remove();
  const next = [...list.children].find((other) => other !== card && place(other) > place(card));
  list.insertBefore(card, next ?? null);
}

const boardCards = () => [...document.querySelectorAll("[data-cards] > *")];
const isOutOfOrder = (card) => {
  const next = card.nextElementSibling;
  return next && place(next) < place(card);
};

/** Moves cards that are not where they belong, keeps the reader's place, and shows the way they went. */
export function settle(ids) {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const travellers = boardCards().filter((card) => !isHome(card) || (ids.includes(card.id) && isOutOfOrder(card)));
  const before = new Map(boardCards().filter(isNear).map((card) => [card, card.getBoundingClientRect()]));
  const anchor = [...before.keys()].find((card) => !travellers.includes(card) && before.get(card).top >= 60);
  const focused = document.activeElement;

  travellers.forEach(insert);
  document.dispatchEvent(new Event("cards:placed"));

  if (anchor?.isConnected && !anchor.hidden) scrollBy(0, anchor.getBoundingClientRect().top - before.get(anchor).top);
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  if (travellers.length && !still.matches) glide(before, travellers);
}

const isNear = (card) => {
  const { top, bottom } = card.getBoundingClientRect();
  return !card.hidden && bottom > -innerHeight && top < 2 * innerHeight;
};
const isSeen = ({ top, bottom }) => bottom > 0 && top < innerHeight;

let settled = 0;

function glide(before, travellers) {
  settled = performance.now() + 420;
  for (const [card, was] of before) {
    const now = card.getBoundingClientRect();
    const [x, y] = [was.left - now.left, was.top - now.top];
    if (!card.isConnected || (!x && !y) || !(isSeen(was) || isSeen(now))) continue;
    card.classList.toggle("is-moving", travellers.includes(card));
    const glided = card.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 360, easing: "cubic-bezier(.2, .7, .2, 1)" });
    glided.onfinish = () => card.classList.remove("is-moving");
  }
}

// While cards change places nothing can be pressed: what slides under a thumb is not what it meant.
addEventListener(
  "click",
  (event) => {
    if (performance.now() > settled || !event.target.closest?.("[data-board] .card")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
