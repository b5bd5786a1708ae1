// Whose jobs are shown. The choice is remembered on this device; counts follow the cards.
const cards = () => [...document.querySelectorAll("[data-board] [data-group]")];
const isFor = (card, id) => id === "all" || card.dataset.workers.split(" ").includes(id);

export function chips() {
  return {
    chosen: "all",
    counts: {},

    init() {
      this.ids = [...this.$el.querySelectorAll("[data-chip]")].map((chip) => chip.dataset.chip);
      this.place = `chip-${this.$el.dataset.me}`;
      // The home screen's shortcut to my jobs.
      const kept = location.hash === "#mine" ? this.$el.dataset.me : localStorage.getItem(this.place);
      if (this.ids.includes(kept)) this.chosen = kept;
      document.addEventListener("cards:placed", () => this.show());
      this.show();
    },

    choose(id) {
      this.chosen = id;
      localStorage.setItem(this.place, id);
      this.show();
      scrollTo(0, 0);
    },

    isChosen(id) {
      return this.chosen === id;
    },

    count(id) {
      return this.counts[id] ?? 0;
    },

    show() {
      const all = cards();
      this.counts = Object.fromEntries(this.ids.map((id) => [id, all.filter((card) => isFor(card, id)).length]));
      for (const card of all) card.hidden = !isFor(card, this.chosen);
      for (const group of document.querySelectorAll(".group")) this.showGroup(group);
      document.querySelector('[data-empty="floor"]').hidden = all.length > 0;
      document.querySelector('[data-empty="chosen"]').hidden = !all.length || this.count(this.chosen) > 0;
    },

    showGroup(group) {
      const shown = group.querySelectorAll("[data-group]:not([hidden])").length;
      group.hidden = !shown;
      group.classList.toggle("is-single", shown === 1);
      group.querySelector("[data-count]").textContent = shown;
    },
  };
}
