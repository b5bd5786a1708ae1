// Parts of desk pages: an element names its own in data-part, and what it names is fetched and given the element.
// parts/<feature>.js has `start(element)` and works on plain elements; it may come after the page was read.
const parts = {
  customer: () => import("./parts/customer.js"),
  find: () => import("./parts/find.js"),
  intake: () => import("./parts/intake.js"),
  items: () => import("./parts/items.js"),
  listing: () => import("./parts/listing.js"),
  mentions: () => import("./parts/mentions.js"),
  photos: () => import("./parts/photos.js"),
  picture: () => import("./parts/picture.js"),
  picker: () => import("./parts/picker.js"),
  schedule: () => import("./parts/schedule.js"),
  section: () => import("./parts/section.js"),
  viewer: () => import("./parts/viewer.js"),
};

export function startParts(root) {
  for (const element of root.querySelectorAll("[data-part]")) {
    const named = element.dataset.part.split(" ").filter((name) => name in parts);
    Promise.all(named.map((name) => parts[name]().then(({ start }) => start(element)))).then(() => (element.dataset.listens = ""));
  }
}
