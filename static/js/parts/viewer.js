// The photos of a job, one after the other over the whole screen: by the buttons, the arrow keys, or a finger.
const FAR = 48; // pixels a finger moves that means the next one

export function start(panel) {
  const viewer = panel.querySelector("[data-viewer]");
  const links = () => [...panel.querySelectorAll("[data-photo]")];
  let shown = 0;
  let from = null;

  function show(place) {
    const all = links();
    shown = (place + all.length) % all.length;
    const { photo, words, kind } = all[shown].dataset;
    Object.assign(viewer.querySelector("[data-shown]"), { src: all[shown].href, alt: words });
    viewer.querySelector("[data-caption]").textContent = `${shown + 1} of ${all.length} · ${words}`;
    for (const form of viewer.querySelectorAll("[data-of-photo]")) form.setAttribute("action", `/photos/${photo}/${form.dataset.ofPhoto}`);
    const select = viewer.querySelector("select");
    if (select) select.value = kind;
  }

  panel.addEventListener("click", (event) => {
    const link = event.target.closest("[data-photo]");
    const step = event.target.closest("[data-step]");
    if (step) show(shown + Number(step.dataset.step));
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    show(links().indexOf(link));
    viewer.showModal();
  });
  viewer.addEventListener("keydown", ({ key, target }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step && !target.matches("input, select")) show(shown + step);
  });
  const picture = viewer.querySelector("[data-shown]");
  picture.addEventListener("pointerdown", ({ clientX }) => (from = clientX));
  picture.addEventListener("pointerup", ({ clientX }) => {
    const way = from === null ? 0 : clientX - from;
    from = null;
    if (Math.abs(way) > FAR) show(shown - Math.sign(way));
  });
  viewer.addEventListener("close", () => picture.removeAttribute("src"));
}
