// What is wrong, said beside each field, and the first of them led to. `beside` is the server's list of {at, says}.
export function tell(place, beside = []) {
  forgetAll(place);
  for (const { at, says } of beside) say(place, document.getElementById(at), says);
  const [first] = beside.map(({ at }) => document.getElementById(at)).filter(Boolean);
  if (first) lead(first);
}

export function forgetAll(place) {
  for (const sentence of place.querySelectorAll(".field-error")) {
    for (const field of place.querySelectorAll(`[aria-describedby~="${sentence.id}"]`)) describe(field, (id) => id !== sentence.id);
    sentence.remove();
  }
  for (const field of place.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function say(place, at, says) {
  if (!at) return;
  const sentence = place.querySelector("template[data-wrong]").content.firstElementChild.cloneNode();
  sentence.id = `${at.id}-error`;
  sentence.textContent = says;
  at.closest(".field, .panel").append(sentence);
  describe(at, () => true, sentence.id);
  if (at.matches("input, textarea")) at.setAttribute("aria-invalid", "true");
}

/** The field's help stays what it is. */
function describe(field, keeps, ...more) {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && keeps(id));
  field.setAttribute("aria-describedby", [...more, ...ids].join(" "));
}

/** To the field itself, or into a group of them; what can only be looked at takes the focus, too. */
export function lead(at) {
  const field = at.matches("fieldset") ? at.querySelector("input") : at;
  field.focus({ preventScroll: true });
  at.scrollIntoView({ block: "center" });
}
