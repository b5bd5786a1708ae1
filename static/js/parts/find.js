// A list searched as one types: the form's own page is asked for, and its results take the place of those shown. How many
// there are (data-words) is said to those who listen.
import { made } from "../cards.js";

const PAUSE = 220;

export function start(form) {
  const results = document.getElementById(form.dataset.results);
  const said = document.getElementById(`${results.id}-found`);
  const input = form.querySelector("input[type=search]");
  let waiting;
  let asked = 0;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });

  async function find() {
    const turn = ++asked;
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(address, { headers: { Accept: "text/html", "X-Part": results.id } }).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    results.replaceChildren(made(await answer.text()));
    said.textContent = results.firstElementChild.dataset.words;
    history.replaceState(history.state, "", address);
  }
}
