// A form of items: shows what a kind and a shape ask for, and follows what is typed with the server's own figures.
import { made } from "../cards.js";

const PAUSE = 350;

export function start(form) {
  form.addEventListener("change", ({ target }) => follow(target));
  form.addEventListener("input", () => figures?.soon());
  form.addEventListener("change", () => figures?.soon());
  const figures = form.dataset.figures ? follower(form) : null;
  figures?.soon();
}

/** The item says in its own attributes what is chosen; the style sheet hides what that has no use for. */
function follow(field) {
  const item = field.closest(".item");
  if (field.name.endsWith("-kind")) item.dataset.kind = field.value;
  if (field.name.endsWith("-shape")) item.dataset.shape = field.value;
}

/** Asks for the figures when typing pauses. Only the last answer counts. */
function follower(form) {
  let waiting, asked = 0;

  async function ask() {
    const mine = ++asked;
    const answer = await fetch(form.dataset.figures, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    for (const { id, html } of await answer.json()) exchange(document.getElementById(id), made(html));
  }

  return { soon() { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); } };
}

/** What someone unfolded stays unfolded; what is the same is left alone, so that nobody hears it twice. */
function exchange(old, fresh) {
  if (!old || old.textContent === fresh.textContent) return;
  const details = fresh.querySelector("details");
  if (details) details.open = old.querySelector("details")?.open ?? false;
  old.replaceChildren(...fresh.childNodes);
}
