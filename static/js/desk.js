// The entry of desk pages, beside main.js.
import { startParts } from "./parts.js";

startParts(document);

// Of choices wider than a phone, the chosen one is in sight.
for (const chosen of document.querySelectorAll(".segment [aria-current]")) {
  const { parentElement: row } = chosen;
  row.scrollLeft = chosen.getBoundingClientRect().left - row.getBoundingClientRect().left - 48;
}

// "/" goes to the page's search, wherever there is one.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const words = document.querySelector("main [role=search] [type=search]");
  if (!words) return;
  event.preventDefault();
  words.select();
});
