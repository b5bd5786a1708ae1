// A picture chosen in a form: made small here before it travels, and shown at once where this browser can.
import { small } from "../photos/small.js";

const LARGEST = 24 * 1024 * 1024; // what the server takes, and some room for the form around it

export function start(place) {
  const field = place.querySelector("input[type=file]");
  const remove = place.querySelector("input[type=checkbox]");
  field.addEventListener("change", () => choose(place, field, remove));
}

async function choose(place, field, remove) {
  const [original] = field.files;
  say(place, "");
  if (!original) return;
  const file = await small(original);
  if (file.size > LARGEST) {
    field.value = "";
    return say(place, `“${original.name}” is larger than 25 MB, and this device can't make it smaller.`);
  }
  if (file !== original) replace(field, file, original.name);
  if (remove) remove.checked = false;
  show(place, file);
}

const say = (place, sentence) => (place.querySelector("[data-problem]").textContent = sentence);

function replace(field, file, name) {
  const files = new DataTransfer();
  files.items.add(new File([file], name, { type: file.type }));
  field.files = files.files;
}

/** A format that this browser can't show keeps the place as it was. */
async function show(place, file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  bitmap.close();
  const preview = place.querySelector("[data-preview]");
  preview.src = URL.createObjectURL(file);
  preview.alt = "The picture you chose";
  preview.hidden = false;
  place.querySelector("[data-empty]")?.remove();
}
