// Photos of a job: made small on the device, kept there before they are sent, shown while they wait. In lanes of their own,
// so that no tap waits behind a picture.
import { swap } from "../cards.js";
import { forget, me, tap, waiting } from "../outbox.js";
import { small } from "../photos/small.js";

const LANES = 2; // so many are on their way at the same time
const LARGEST = 24 * 1024 * 1024; // what the server takes, and some room for the form around it

let lane = 0;

export function start(place) {
  const form = place.querySelector("[data-photos]");
  const { number } = place.dataset;
  const queue = queueOf(place, number);
  form.addEventListener("change", async ({ target }) => {
    if (target.type !== "file") return;
    const files = [...target.files];
    const kind = new FormData(form).get("kind");
    target.value = "";
    if (!kind) return say(form, "Choose what the photo shows first.");
    say(form, "");
    queue.expect(files.length);
    for (const file of files) await send(form, number, kind, file).finally(queue.arrived);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("outbox:changed", queue.show);
  queue.show();
}

const say = (form, sentence) => (form.querySelector("[data-problem]").textContent = sentence);

async function send(form, number, kind, original) {
  const file = await small(original);
  if (file.size > LARGEST) return say(form, `“${original.name}” is larger than 25 MB, and this device can't make it smaller.`);
  const words = `Photo, ${kind.replace("_", " ")}`;
  const url = form.getAttribute("action");
  // Not waited for: the next one is made small meanwhile.
  tap({ number, url, fields: { kind }, words, file, lane: `photos ${lane++ % LANES}` }).then((answer) => heard(form, answer));
}

function heard(form, answer) {
  if (answer && answer.status < 400) swap(answer);
  if (answer?.status === 401) location.assign(answer.sign_in ?? "/sign-in");
  else if (answer && (answer.status >= 400 || !answer.status)) say(form, answer.error ?? "That photo could not be sent.");
}

// ── What is on its way ─────────────────────────────────────────────────

function queueOf(place, number) {
  const box = place.querySelector("[data-queue]");
  const pattern = place.querySelector("template[data-queue-row]").content.firstElementChild;
  const lines = new Map(); // key → its line
  let making = 0;
  let most = 0;

  async function show() {
    const rows = (await waiting().catch(() => [])).filter((row) => row.file && row.number === number && row.member === me());
    for (const [key, line] of lines) if (!rows.some((row) => row.key === key)) remove(key, line);
    for (const row of rows) {
      if (!lines.has(row.key)) lines.set(row.key, lineOf(pattern, row));
      tell(lines.get(row.key), row);
    }
    box.querySelector("[data-queue-rows]").replaceChildren(...lines.values());
    count(rows);
  }

  function remove(key, line) {
    URL.revokeObjectURL(line.querySelector("[data-preview]").src);
    lines.delete(key);
  }

  function count(rows) {
    const left = making + rows.filter(({ state }) => state === "waiting").length;
    most = left ? Math.max(most, left) : 0;
    box.hidden = !left && !rows.length;
    Object.assign(box.querySelector("[data-queue-bar]"), { max: Math.max(most, 1), value: most - left, hidden: !left });
    const isStuck = rows.some(({ state, tries }) => state === "waiting" && tries);
    box.querySelector("[data-queue-words]").textContent = left ? `${most - left} of ${most} sent${isStuck ? ". The rest waits for a signal" : ""}` : "";
  }

  const expect = (more) => {
    making += more;
    show();
  };
  const arrived = () => {
    making -= 1;
    show();
  };
  return { show, expect, arrived };
}

function lineOf(pattern, row) {
  const line = pattern.cloneNode(true);
  line.querySelector("[data-preview]").src = URL.createObjectURL(row.file);
  line.querySelector("[data-what]").textContent = row.words;
  line.querySelector("[data-drop]").addEventListener("click", () => forget(row.key).then(() => document.dispatchEvent(new Event("outbox:changed"))));
  return line;
}

function tell(line, { state, tries, error }) {
  const isRefused = state !== "waiting";
  line.querySelector("[data-why]").textContent = isRefused ? error : tries ? "Waits for a signal." : "On its way…";
  line.querySelector("[data-drop]").hidden = !isRefused;
}
