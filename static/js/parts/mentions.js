// Names for the @ of a note: the people of the shop are suggested as one types. What is typed without it means the same
// (jobs/mentions.py). A field of several lines stays a textbox for those who listen: it is told of the list, and what is marked.
import { made } from "../cards.js";

// What is typed of a name up to the cursor. No letter stands before the @: it would be somebody's e-mail address.
const BEGUN = /(?:^|[^\p{L}\p{N}_@.])@((?:[^\s@][^\n@]{0,79})?)$/u;
const plain = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function start(field) {
  const input = field.querySelector("textarea");
  const said = field.querySelector("[data-said]");
  let fetched;
  let list;
  let shown = [];
  let active = -1;

  input.setAttribute("aria-autocomplete", "list");
  input.addEventListener("focus", people);
  input.addEventListener("input", suggest);
  input.addEventListener("click", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => shown.length && !event.isComposing && keys[event.key]?.(event));

  const pick = (event) => {
    event.preventDefault(); // neither a new line nor the next field
    choose(shown[active]);
  };
  const keys = {
    ArrowDown: (event) => step(event, 1),
    ArrowUp: (event) => step(event, -1),
    ArrowLeft: close,
    ArrowRight: close,
    Home: close,
    End: close,
    Enter: pick,
    Tab: pick,
    Escape(event) {
      event.preventDefault();
      close();
    },
  };

  /** Fetched when somebody begins to write; without signal a name is typed whole. */
  function people() {
    fetched ??= fetch(field.dataset.people, { headers: { "X-Part": "people" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject()))
      .then(place)
      .catch(() => (fetched = undefined));
    return fetched;
  }

  function place(html) {
    list = made(html);
    // The field keeps the focus while someone presses a name.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => choose(target.closest("[role=option]")));
    input.after(list);
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-controls", list.id);
  }

  const begun = () => input.selectionStart === input.selectionEnd && BEGUN.exec(input.value.slice(0, input.selectionStart))?.[1];

  async function suggest() {
    if (typeof begun() !== "string") return close();
    await people();
    const name = begun();
    if (!list || typeof name !== "string" || document.activeElement !== input) return close();
    show([...list.children].filter((one) => [plain(one.textContent), one.dataset.folded].some((called) => ` ${called}`.includes(` ${plain(name)}`))));
  }

  function show(found) {
    if (!found.length) return close();
    for (const one of list.children) one.hidden = !found.includes(one);
    list.hidden = false;
    said.textContent = `${found.length === 1 ? "1 person" : `${found.length} people`} found. Use the arrow keys to choose.`;
    mark(found, 0);
    list.scrollIntoView({ block: "nearest" });
  }

  function mark(found, place) {
    shown[active]?.setAttribute("aria-selected", "false");
    [shown, active] = [found, place];
    shown[active].setAttribute("aria-selected", "true");
    shown[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", shown[active].id);
  }

  function step(event, by) {
    event.preventDefault();
    mark(shown, (active + by + shown.length) % shown.length);
  }

  function choose(one) {
    const name = begun();
    if (one && typeof name === "string") {
      const at = input.selectionStart;
      input.setRangeText(`${one.textContent} `, at - name.length, at, "end");
      said.textContent = one.textContent;
    }
    close();
  }

  function close() {
    shown[active]?.setAttribute("aria-selected", "false");
    [shown, active] = [[], -1];
    if (list) list.hidden = true;
    input.removeAttribute("aria-activedescendant");
  }
}
