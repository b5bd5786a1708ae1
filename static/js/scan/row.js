// Several sheets in a row: each is listed once, and one press of the button sends one tap for each.
export function row(place) {
  const part = (name) => place.querySelector(`[data-${name}]`);
  const jobs = new Map(); // number → { job, line }
  const isOn = () => part("several").checked;

  function add(job) {
    if (jobs.has(job.number)) return `${job.number} is in the list already.`;
    const line = part("line").content.firstElementChild.cloneNode(true);
    jobs.set(job.number, { job, line });
    fill(line, { number: job.number, customer: job.customer, words: nextOf(job) });
    line.querySelector("[data-drop]").addEventListener("click", () => drop(job.number));
    part("list").append(line);
    count();
    return `${job.number}, ${job.customer}`;
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

  part("several").addEventListener("change", () => (part("gathered").hidden = !isOn()));
  part("advance").addEventListener("click", advanceAll);
  // Remembered by the browser over a reload, so looked at again.
  part("gathered").hidden = !isOn();
  return { isOn, add };
}

async function send({ url, fields }) {
  const body = new URLSearchParams({ ...fields, key: crypto.randomUUID(), at: new Date().toISOString() });
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
  const answer = await response.json();
  return answer.said ?? answer.error;
}

const nextOf = ({ next, standing }) => (next ? `Advance to ${next}` : `${standing}: nothing to advance`);

function fill(line, words) {
  for (const [name, text] of Object.entries(words)) line.querySelector(`[data-${name}]`).textContent = text;
}

const tapOn = ({ number, url, step }) => ({ url: `${url}/moves`, number, fields: { step, view: "mobile" } });
