// The entry of desk pages, beside main.js: what a page names in data-part is fetched, and given the elements that name it.
// parts/<feature>.js has `start(element)` and works on plain elements; it may come after the page was read.
const parts = {
  items: () => import("./parts/items.js"),
  picker: () => import("./parts/picker.js"),
};

for (const [name, load] of Object.entries(parts)) {
  const named = [...document.querySelectorAll(`[data-part~="${name}"]`)];
  if (named.length) load().then(({ start }) => named.forEach(start));
}
