// The calendar: slots are dragged onto a cell, "Move…" opens in place, and the whole follows what others do.
// A drag fills in the form that Move… has, and sends it; the server knows the first free time of a day.
import { made, released } from "../cards.js";

export function start(element) {
  const dialog = element.querySelector("[data-dialog]");
  const drop = element.querySelector("[data-drop]");
  if (drop) {
    dragging(element, drop);
    opening(element, dialog);
  }
  document.addEventListener("feed:changed", () => refresh(element, dialog));
}

function dragging(element, form) {
  let dragged;
  const cellAt = (event) => dragged && event.target.closest?.("[data-day]");
  const mark = (cell) => {
    for (const old of element.querySelectorAll(".is-target")) old.classList.toggle("is-target", old === cell);
    cell?.classList.add("is-target");
  };
  element.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-move]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
    element.dataset.dragging = "";
  });
  const over = (event) => {
    const cell = cellAt(event);
    if (cell) event.preventDefault(); // a browser may ask at the first of these alone whether it can be dropped here
    mark(cell);
  };
  for (const kind of ["dragenter", "dragover"]) element.addEventListener(kind, over);
  element.addEventListener("drop", (event) => {
    const cell = cellAt(event);
    if (!cell) return;
    event.preventDefault();
    send(form, dragged, cell, element.dataset.by);
  });
  element.addEventListener("dragend", () => {
    dragged = undefined;
    delete element.dataset.dragging;
    mark();
  });
}

function send(form, { dataset }, cell, by) {
  const { move, seen, time, minutes, worker, oven } = dataset;
  const wanted = { seen, time, minutes, worker, oven, on: cell.dataset.day, [by]: cell.dataset.row, key: crypto.randomUUID() };
  form.action = move;
  for (const [name, value] of Object.entries(wanted)) form.elements[name].value = value;
  form.submit();
}

function opening(element, dialog) {
  element.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    url.searchParams.set("part", "form");
    const response = await fetch(url).catch(() => undefined);
    if (!response?.ok || response.redirected) return location.assign(link.href);
    dialog.replaceChildren(made(await response.text()));
    dialog.querySelector("[data-close]").hidden = false;
    dialog.showModal();
  });
}

/** Not under a hand that drags or in a dialog: what is shown there was looked at, and the server tells when it is old. */
async function refresh(element, dialog) {
  await released();
  if (dialog?.open || "dragging" in element.dataset) return;
  const response = await fetch(element.dataset.source).catch(() => undefined);
  if (!response?.ok || response.redirected) return;
  const board = made(await response.text());
  const held = document.activeElement?.closest("#schedule-board") && document.activeElement.getAttribute("href");
  element.querySelector("#schedule-board").replaceWith(board);
  if (held) board.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}
