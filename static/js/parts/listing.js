// The list of jobs: searched while one types, sorted and turned without leaving the page, worked on from where it stands.
// The server makes all that is shown; without this file every part of it is a link or a form.
import { made } from "../cards.js";
import { uuid } from "../outbox.js";
import { showUndo } from "../undo.js";

const PAUSE = 150; // between two letters of someone who is still typing
const HALF = "Not saved: the server could not be reached. Try again.";

export function start(page) {
  const form = page.querySelector("#list-form");
  const dialog = page.querySelector("[data-quick]");
  const list = () => page.querySelector("#list");
  const links = () => [...list().querySelectorAll(".job-link")];
  let asking;
  let typing;
  let lastTicked;

  // What is shown, and the address of it.

  async function show(address, { request = {}, push = true } = {}) {
    asking?.abort();
    asking = new AbortController();
    list().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...request, headers: { Accept: "text/html", "X-Part": "list" }, signal: asking.signal });
      if (answer.redirected || (answer.status !== 422 && !answer.ok)) return location.assign(list().dataset.here);
      place(made(await answer.text()));
      if (push) history.replaceState(null, "", list().dataset.here);
    } catch (error) {
      if (error.name === "AbortError") return;
      list().removeAttribute("aria-busy");
      if (!request.body) location.assign(address);
      else say(list(), HALF);
    }
  }

  function place(fresh) {
    const { activeElement } = document;
    const among = list().contains(activeElement) ? activeElement.getAttribute("href") ?? activeElement.value : undefined;
    list().replaceWith(fresh);
    form.elements.filter.value = fresh.dataset.filter;
    form.elements.sort.value = fresh.dataset.sort;
    lastTicked = undefined;
    count();
    if (among === undefined) return;
    const same = [...fresh.querySelectorAll("a, input")].find((one) => (one.getAttribute("href") ?? one.value) === among);
    (same ?? fresh.querySelector("[aria-current]"))?.focus({ preventScroll: true });
  }

  const typed = () => `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([name, value]) => value || name === "filter"))}`;

  function keepHabit() {
    fetch(form.dataset.habit, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true }).catch(() => {});
  }

  form.addEventListener("input", ({ target }) => {
    clearTimeout(typing);
    const isWords = target.type === "search";
    typing = setTimeout(() => show(typed()).then(isWords ? undefined : keepHabit), isWords ? PAUSE : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    show(typed());
  });

  // Keys: the arrows walk through what was found, Enter opens ("/" is every desk page's).

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const { target, key } = event;
    const at = links().indexOf(target);
    if ((key !== "ArrowDown" && key !== "ArrowUp") || (at < 0 && target !== form.elements.q)) return;
    event.preventDefault();
    const next = at + (key === "ArrowDown" ? 1 : -1);
    (next < 0 ? form.elements.q : links()[next])?.focus();
  });

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("[data-look]")) event.preventDefault(), show(link.href).then(keepHabit);
    if (link.matches("[data-change]")) event.preventDefault(), openQuick(link);
    if (link.matches("dialog [data-leave]")) event.preventDefault(), dialog.close();
  });

  // The quick change.

  async function openQuick(link) {
    const answer = await fetch(link.href, { headers: { Accept: "text/html", "X-Part": "quick" } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return location.assign(link.href);
    dialog.replaceChildren(made(await answer.text()));
    dialog.showModal();
  }

  // The switch follows what usually is said of a status, until someone sets it.
  dialog.addEventListener("change", ({ target }) => {
    const { notify } = target.form.elements;
    if (target === notify) notify.dataset.set = "";
    else if (target.name === "to" && !notify.disabled && !("set" in notify.dataset)) notify.checked = "tells" in target.dataset;
    if (target.name === "to") target.form.elements.note.required = "why" in target.dataset;
  });

  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const changing = event.target;
    if ("busy" in changing.dataset) return;
    changing.dataset.busy = "";
    changing.dataset.key ??= uuid();
    const body = new URLSearchParams([...new FormData(changing), ["key", changing.dataset.key], ["view", "desk"]]);
    const answer = await fetch(changing.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => undefined);
    const said = await answer?.json().catch(() => ({}));
    delete changing.dataset.busy;
    if (answer?.status === 401) return location.assign(said.sign_in ?? "/sign-in");
    if (!answer?.ok) {
      say(changing, said?.error ?? HALF);
      if (said?.stale) show(list().dataset.here);
      return;
    }
    dialog.close();
    await show(list().dataset.here);
    showUndo(said);
  });

  document.addEventListener("tap:answered", () => show(list().dataset.here));

  // Ticks.

  const boxes = () => [...list().querySelectorAll("[name=job]")];

  function count() {
    const ticked = boxes().filter((box) => box.checked).length;
    const place = list().querySelector("[data-count]");
    const all = list().querySelector("[data-all]");
    if (place) place.textContent = ticked;
    if (all) [all.checked, all.indeterminate] = [ticked > 0 && ticked === boxes().length, ticked > 0 && ticked < boxes().length];
  }

  page.addEventListener("click", ({ target, shiftKey }) => {
    if (target.matches("[data-all]")) boxes().forEach((box) => (box.checked = target.checked));
    const at = target.matches("[name=job]") ? boxes().indexOf(target) : -1;
    if (at >= 0 && shiftKey && lastTicked >= 0) {
      const [from, to] = [Math.min(at, lastTicked), Math.max(at, lastTicked)];
      boxes().slice(from, to + 1).forEach((box) => (box.checked = target.checked));
    }
    if (at >= 0) lastTicked = at;
    if (at >= 0 || target.matches("[data-all]")) count();
  });

  page.addEventListener("submit", async (event) => {
    const bulk = event.target;
    if (!bulk.matches("[data-bulk]") || event.submitter?.formAction !== bulk.action) return;
    event.preventDefault();
    if ("busy" in bulk.dataset) return;
    bulk.dataset.busy = "";
    const body = new URLSearchParams([...new FormData(bulk, event.submitter), ["key", uuid().slice(0, 32)], ["view", "desk"]]);
    await show(bulk.action, { request: { method: "POST", body }, push: false });
    delete bulk.dataset.busy;
  });

  function say(place, sentence) {
    const problem = place.querySelector("[data-problem]") ?? place.insertBefore(document.createElement("p"), place.firstChild);
    Object.assign(problem, { className: "problem", role: "alert", textContent: sentence });
  }

  addEventListener("pageshow", count);
  count();
  if (form.elements.q.value !== form.elements.q.defaultValue) show(typed()); // typed before this listened
}
