// The page that reads codes: by the camera, from a picture, from the keyboard, or by a scanner that is one.
import { camera } from "./camera.js";
import { codeIn, lookUp } from "./codes.js";
import { row } from "./row.js";
import { bad, good, wake } from "./sounds.js";

const page = document.querySelector("[data-scan]");
const part = (name) => page.querySelector(`[data-${name}]`);
const origins = [location.origin, new URL(page.dataset.public).origin];
const form = part("code");
const several = row(part("row"));
const NOT_OURS = "That is not a code of this shop's sheets.";
const AGAIN = 2500; // the camera sees a code many times a second; so long it is the same reading

let last = { text: "", at: 0 };

const seen = camera(part("camera"), (text) => {
  const isSame = text === last.text && performance.now() - last.at < AGAIN;
  last = { text, at: performance.now() };
  if (!isSame) take(codeIn(text, origins, { onlyAddresses: true }));
});

async function take(code) {
  say("");
  if (!code) return refuse(NOT_OURS);
  if (several.isOn()) return gather(code);
  if (code.isAddress && navigator.onLine) return open(`/q/${code.value}`);
  await lookUp(code.value).then((job) => open(job.opens), refuseError);
}

async function gather(code) {
  try {
    const job = await lookUp(code.value);
    if (several.has(job)) return seen.heard(`${job.number} is in the list already.`);
    several.add(job);
    good();
    seen.heard(`${job.number}, ${job.customer}`);
  } catch (error) {
    refuseError(error);
  }
}

function open(address) {
  good();
  seen.stop();
  location.assign(address);
}

const refuseError = ({ message }) => refuse(message);

function refuse(words) {
  bad();
  say(words);
}

function say(words) {
  part("problem").textContent = words;
  if (words) seen.heard("");
}

// Ours before the tap's listener on the window: nothing is sent, so nothing may stay busy.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const typed = form.elements.code.value;
  form.elements.code.value = "";
  take(codeIn(typed, origins));
  form.elements.code.focus();
});

// A scanner that types does not look where the cursor is.
addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  const types = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  if (types && !target.closest("input, select, textarea, button, a, summary")) form.elements.code.focus();
});

for (const name of ["pointerdown", "keydown"]) addEventListener(name, wake, { once: true, capture: true });
