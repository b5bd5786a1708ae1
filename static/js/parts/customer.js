// The customer field as a combobox: suggests while one types, tells people of one name apart, offers to add whom nobody knows.
// The server resolves what is sent in any case (customers/choosing.py), so nothing here has to be right for a form to be.
const PAUSE = 180;
const NEW = "new";
const plain = (name) => name.trim().replace(/\s+/g, " ").toLowerCase();

export function start(field) {
  const input = field.querySelector("#customer");
  const id = field.querySelector("input[type=hidden]");
  const list = field.querySelector("[role=listbox]");
  const about = field.querySelector("#customer-about");
  const said = field.querySelector("[data-said]");
  const pattern = field.querySelector("[data-option]").content.firstElementChild;
  const parts = { add: field.querySelector("[data-new]"), back: field.querySelector("[data-back]") };
  const boxes = { add: parts.add?.querySelector("[type=checkbox]"), back: parts.back?.querySelector("[type=checkbox]") };
  let active = -1;
  let waiting;
  let asked = 0;

  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
    input.setAttribute(name, value);
  if (boxes.add?.checked) nameTheNew();

  boxes.add?.addEventListener("change", ({ target }) => {
    settle();
    id.value = target.checked ? NEW : "";
  });
  input.addEventListener("input", () => {
    forget();
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE);
  });
  input.addEventListener("keydown", (event) => keys[event.key]?.(event));
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    close();
  });
  // The field keeps the focus while someone presses an option.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => choose(target.closest("[role=option]")));

  const keys = {
    ArrowDown: (event) => step(event, 1),
    ArrowUp: (event) => step(event, -1),
    Enter(event) {
      if (list.hidden) return;
      event.preventDefault(); // choosing a customer is not sending the form
      active < 0 ? close() : choose(list.children[active]);
    },
    Tab: () => active >= 0 && choose(list.children[active]),
    Escape(event) {
      if (list.hidden) return;
      event.preventDefault();
      close();
    },
  };

  function step(event, by) {
    event.preventDefault();
    if (list.hidden) return suggest();
    const count = list.children.length;
    mark(active < 0 && by < 0 ? count - 1 : (active + by + count) % count);
  }

  async function suggest() {
    const name = input.value.trim();
    const turn = ++asked;
    if (!name) return close();
    const answer = await fetch(`${field.dataset.matches}?${new URLSearchParams({ q: name })}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || turn !== asked || document.activeElement !== input) return;
    show(await answer.json(), name);
  }

  function show(found, name) {
    const options = found.map((one) => option(one.name, one.archived ? `Archived · ${one.about || "bring back"}` : one.about, one));
    if (parts.add) options.push(option(`Add “${name}”`, "as a new customer", { id: NEW, name }));
    list.replaceChildren(...options);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const words = found.length === 1 ? "1 customer found." : `${found.length || "No"} customers found.`;
    said.textContent = options.length ? `${words} Use the arrow keys to choose.` : words;
  }

  function option(name, words, one) {
    const made = pattern.cloneNode(true);
    made.id = `customer-option-${one.id}`;
    made.querySelector("[data-name]").textContent = name;
    made.querySelector("[data-about]").textContent = words;
    made.setAttribute("aria-selected", "false");
    made.customer = { ...one, words };
    return made;
  }

  function mark(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const chosen = list.children[active];
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  function choose(chosen) {
    if (!chosen) return;
    const { id: number, name, archived, words } = chosen.customer;
    forget();
    input.value = name;
    id.value = number;
    if (number === NEW) offer("add");
    else if (archived) offer("back");
    about.textContent = number === NEW ? "" : words;
    said.textContent = number === NEW ? `${name} is added when you save.` : `${name}. ${words}`;
    close();
  }

  function offer(what) {
    parts[what].dataset.on = "";
    boxes[what].checked = true;
    if (what === "add") nameTheNew();
  }

  function nameTheNew() {
    const label = parts.add.querySelector("[data-words]");
    label.textContent = label.dataset.words.replace("*", () => input.value.trim());
  }

  /** Another name is typed: whoever was chosen is not meant any more. */
  function forget() {
    settle();
    id.value = "";
    about.textContent = "";
    for (const what of Object.keys(parts)) {
      if (!parts[what]) continue;
      delete parts[what].dataset.on;
      boxes[what].checked = false;
    }
  }

  /** What the server asked is answered here. */
  function settle() {
    field.querySelector("[data-among]")?.remove();
    id.disabled = false;
  }

  /** A name typed whole is as good as one chosen, when only one has it. */
  function close() {
    asked += 1;
    const typed = plain(input.value);
    const named = [...list.children].filter(({ customer }) => customer.id !== NEW && plain(customer.name) === typed);
    if (!id.value && !list.hidden && named.length === 1 && !named[0].customer.archived) {
      list.hidden = true;
      return choose(named[0]);
    }
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}
