// Several sheets in a row: each is listed once, and one press of the button sends one tap for each.
import { send } from "../outbox.js";

export function row(place) {
  const part = (name) => place.querySelector(`[data-${name}]`);
  const jobs = new Map(); // number → { job, line }
  const isOn = () => part("several").getAttribute("aria-pressed") === "true";
  const has = ({ number }) => jobs.has(number);

  function add(job) {
    const line = part("line").content.firstElementChild.cloneNode(true);
    jobs.set(job.number, { job, line });
    fill(line, { number: job.number, customer: job.customer, words: nextOf(job) });
    line.querySelector("[data-drop]").addEventListener("click", () => drop(job.number));
    part("list").append(line);
    count();
  }

  function drop(number) {
    jobs.get(number)?.line.remove();
    jobs.delete(number);
    count();
  }

  const movable = () => [...jobs.values()].filter(({ job, sent }) => job.next && !sent);

  function count() {
    const button = part("advance");
    const many = movable().length;
    button.hidden = !many;
    part("label").textContent = many === 1 ? button.dataset.one : button.dataset.many.replace("{n}", many);
    part("empty").hidden = jobs.size > 0;
  }

  async function advanceAll() {
    const button = part("advance");
    if ("busy" in button.dataset) return;
    button.dataset.busy = "";
    await Promise.all(movable().map(advance));
    delete button.dataset.busy;
    count();
  }

  async function advance(entry) {
    entry.sent = true;
    entry.line.querySelector("[data-drop]").hidden = true;
    try {
      fill(entry.line, { words: await send(tapOn(entry.job)) });
    } catch (error) {
      fill(entry.line, { words: error.message });
    }
  }

  function choose(several) {
    part("several").setAttribute("aria-pressed", String(several));
    part("one-sheet").setAttribute("aria-pressed", String(!several));
    part("gathered").hidden = !several;
  }

  part("several").addEventListener("click", () => choose(true));
  part("one-sheet").addEventListener("click", () => choose(false));
  part("advance").addEventListener("click", advanceAll);
  return { isOn, has, add };
}

const nextOf = ({ next, standing }) => (next ? `Advance to ${next}` : `${standing}: nothing to advance`);

function fill(line, words) {
  for (const [name, text] of Object.entries(words)) line.querySelector(`[data-${name}]`).textContent = text;
}

const tapOn = ({ number, url, step, next }) => ({ number, url: `${url}/moves`, fields: { step, view: "mobile" }, words: `Advance to ${next}` });
