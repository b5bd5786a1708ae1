// A list in a dialog that is searched as one types.
export function start(dialog) {
  const search = dialog.querySelector("[data-search]");
  const rows = [...dialog.querySelectorAll("li")];
  const none = dialog.querySelector("[data-none]");

  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    none.hidden = rows.some((row) => !row.hidden);
  });
  // Enter in the search means the first that is found, never the whole form.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    rows.find((row) => !row.hidden)?.querySelector("button").click();
  });
}
