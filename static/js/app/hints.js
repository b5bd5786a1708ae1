// Quiet bars above the thumb's bar: the server has written them, here they are shown, and let go where somebody says so:
// for good on this device where they are marked data-once, else until the app is opened again.
const place = (name) => `hint-${name}`;
const bar = (name) => document.querySelector(`[data-hint="${name}"]`);
const memoryOf = (shown) => ("once" in shown.dataset ? localStorage : sessionStorage);

function isDone(shown, name) {
  try {
    return memoryOf(shown).getItem(place(name)) !== null;
  } catch {
    return false; // a browser that keeps nothing is told each time
  }
}

/** Nothing more of it. */
export function done(name) {
  const shown = bar(name);
  if (!shown) return;
  shown.hidden = true;
  try {
    memoryOf(shown).setItem(place(name), "done");
  } catch {
    // as above
  }
}

/** Show the bar of that name, if the page has one and it was not sent away; `act` is what its button does. */
export function show(name, act) {
  const shown = bar(name);
  if (!shown || isDone(shown, name)) return;
  shown.hidden = false;
  const button = shown.querySelector("[data-do]");
  if (button) button.onclick = act;
  shown.querySelector("[data-not-now]").onclick = () => done(name);
}

/** Other words on its button. */
export function say(name, words) {
  bar(name).querySelector("[data-do]").textContent = words;
}
