// <details class="sheet"> unfolds in place by itself; here its <dialog> opens over the page instead.
addEventListener("click", (event) => {
  const sheet = event.target.closest(".sheet > summary")?.parentElement;
  if (sheet) {
    event.preventDefault();
    sheet.open = true;
    sheet.querySelector("dialog").showModal();
  }
  // A tap on the ground beside a sheet, or on "Not now", closes it.
  if (event.target.matches("dialog, [data-close]")) event.target.closest("dialog").close();
});

addEventListener("close", ({ target }) => target.matches?.(".sheet > dialog") && (target.parentElement.open = false), true);
