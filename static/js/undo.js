// The bar within the thumb's reach: what was done, and for a few seconds the way back.
const bar = () => document.querySelector("[data-undo]");
let ticking;

export function showUndo({ said, undo, number }) {
  const form = bar();
  if (!form || !said) return;
  form.querySelector("[data-said]").textContent = said;
  const button = form.querySelector("button");
  button.hidden = !undo;
  if (undo) {
    form.setAttribute("action", undo.url);
    form.elements.step.value = undo.step;
  }
  form.dataset.job = number ?? undo?.url.split("/")[2] ?? "";
  form.hidden = false;
  count(form, undo?.seconds ?? 6);
}

function count(form, left) {
  clearInterval(ticking);
  const tick = () => {
    form.querySelector("[data-left]").textContent = left;
    if (left-- > 0 || "busy" in form.dataset) return;
    clearInterval(ticking);
    form.hidden = true;
  };
  tick();
  ticking = setInterval(tick, 1000);
}

// What the page itself came with, or what was left for it before it was fetched anew.
const left = sessionStorage.getItem("said");
sessionStorage.removeItem("said");
if (left) showUndo(JSON.parse(left));
