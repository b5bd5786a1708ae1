// Pictures chosen in a form: made small here before they travel; where the form has a place for one, it is shown at once.
import { small } from "../photos/small.js";

const LARGEST = 24 * 1024 * 1024; // what the server takes, and some room for the form around it

export function start(place) {
  const field = place.querySelector("input[type=file]");
  const remove = place.querySelector("input[type=checkbox]");
  field.addEventListener("change", () => choose(place, field, remove));
}

async function choose(place, field, remove) {
  const originals = [...field.files];
  say(place, "");
  const files = [];
  for (const original of originals) files.push(named(await small(original), original.name));
  if (files.reduce((bytes, { size }) => bytes + size, 0) > LARGEST) {
    field.value = "";
    return say(place, "That is more than 25 MB, and this device can't make it smaller.");
  }
  replace(field, files);
  if (remove) remove.checked = false;
  if (files.length) show(place, files[0]);
}

const say = (place, sentence) => (place.querySelector("[data-problem]").textContent = sentence);
const named = (file, name) => (file instanceof File ? file : new File([file], name, { type: file.type }));

function replace(field, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  field.files = all.files;
}

/** A format that this browser can't show keeps the place as it was. */
async function show(place, file) {
  const preview = place.querySelector("[data-preview]");
  const bitmap = preview && (await createImageBitmap(file).catch(() => null));
  if (!bitmap) return;
  bitmap.close();
  preview.src = URL.createObjectURL(file);
  preview.alt = "The picture you chose";
  preview.hidden = false;
  place.querySelector("[data-empty]")?.remove();
}
