// Taking things in: what is typed stays on this device until it is saved, the signature is drawn with a finger.
import { note, told } from "../device/store.js";
import { forget, me, waiting } from "../outbox.js";
import { pad } from "../intake/pad.js";
import { forgetAll, lead, tell } from "../intake/wrong.js";

const PAUSE = 300; // after the last letter, before it is written down

const nameOf = ({ dataset: { number } }) => `draft:intake:${number}`;

export function start(place) {
  if ("edits" in place.dataset) return edit(place);
  note(me(), { [nameOf(place)]: null }).catch(() => {}); // it is saved: nothing is left to be taken up again
}

async function edit(place) {
  const form = place.querySelector("[data-intake]");
  const signature = pad(place.querySelector("[data-pad]"), form.elements.signature);
  place.querySelector("[data-clear]").addEventListener("click", signature.clear);
  form.addEventListener("click", ({ target }) => target.matches("[data-all]") && takeAll(target));
  for (const name of ["input", "change"]) form.addEventListener(name, () => keepSoon(place, form));
  form.addEventListener("submit", () => countPhotos(form, place.dataset.number), true);
  form.addEventListener("submit", () => forgetAll(place), true);
  form.addEventListener("tap:refused", ({ detail }) => tell(place, detail.beside));
  document.addEventListener("tap:heard", ({ detail: { row, answer } }) => row.url === form.getAttribute("action") && hear(place, form, answer));
  document.addEventListener("outbox:changed", () => follow(place, form));
  follow(place, form);
  await takeUp(place, form);
  signature.draw();
  const wrong = place.querySelector(".field-error")?.closest(".field, .panel");
  if (wrong) lead(wrong.querySelector("[aria-invalid]") ?? wrong);
  place.querySelector("[data-anew]").addEventListener("click", () => note(me(), { [nameOf(place)]: null }).then(() => location.reload()));
}

/** An answer to what had waited for a signal: the page is still open, and it is the place for what is wrong. */
function hear(place, form, answer) {
  if (answer.status < 400 || answer.status === 401) return;
  form.querySelector(":scope > [data-problem]").textContent = answer.error;
  tell(place, answer.beside);
}

function takeAll(button) {
  const field = button.closest(".count").querySelector("input");
  field.value = button.dataset.all;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// ── The draft ──────────────────────────────────────────────────────────

const MECHANICAL = ["key", "seen", "on_their_way"];
const typed = (form) => [...new FormData(form)].filter(([name]) => !MECHANICAL.includes(name));

let soon;
function keepSoon(place, form) {
  clearTimeout(soon);
  soon = setTimeout(() => {
    const draft = { seen: form.elements.seen.value, fields: typed(form) };
    note(me(), { [nameOf(place)]: draft }).catch(() => {});
  }, PAUSE);
}

/** Puts back what was typed on top of this very version. A page that shows a refusal has it all already. */
async function takeUp(place, form) {
  const draft = await told(nameOf(place)).catch(() => null);
  if (place.dataset.fresh !== "yes" || draft?.seen !== form.elements.seen.value) return;
  const said = new Set(draft.fields.map(([name, value]) => `${name}=${value}`));
  const texts = Object.fromEntries(draft.fields);
  for (const field of form.elements) {
    if (!field.name || MECHANICAL.includes(field.name)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = said.has(`${field.name}=${field.value}`);
    else if (field.name in texts) field.value = texts[field.name];
  }
  place.querySelector("[data-restored]").hidden = false;
}

// ── On its way ─────────────────────────────────────────────────────────

/** Photos that this device still keeps prove a damage, too. */
function countPhotos(form, number) {
  form.elements.on_their_way.value = onTheirWay.get(number) ?? 0;
}

const onTheirWay = new Map();

/** What waits here of this intake: kept without a signal, or refused and still before one's eyes. */
async function follow(place, form) {
  const rows = (await waiting().catch(() => [])).filter((row) => row.number === place.dataset.number && row.member === me());
  onTheirWay.set(place.dataset.number, rows.filter(({ file, state }) => file && state === "waiting").length);
  const mine = rows.filter(({ url }) => url === form.getAttribute("action"));
  const refused = mine.filter(({ state }) => state !== "waiting");
  if (refused.length) await forget(...refused.map(({ key }) => key));
  const isKept = mine.some(({ state, tries }) => state === "waiting" && tries);
  form.hidden = isKept;
  place.querySelector("[data-kept]").hidden = !isKept;
}
