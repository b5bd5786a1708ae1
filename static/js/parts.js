// Parts of desk pages: an element names its own in data-part, and what it names is fetched and given the element.
// parts/<feature>.js has `start(element)` and works on plain elements; it may come after the page was read.
const parts = {
  section: () => import("./parts/section.js"),
};

export function startParts(root) {
  for (const element of root.querySelectorAll("[data-part]")) {
    for (const name of element.dataset.part.split(" ")) parts[name]?.().then(({ start }) => start(element));
  }
}
