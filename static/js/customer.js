// The customer field of the job form: suggests names while one types, and asks about a name nobody knows.
const PAUSE = 200;

export function customer() {
  return {
    unknown: false,

    init() {
      this.input = this.$el.querySelector("input[list]");
      this.options = this.$el.querySelector("datalist");
      this.box = this.$el.querySelector("input[type=checkbox]");
      this.unknown = this.box.checked;
      // The form came back: whether the name is known has to be asked again.
      if (this.input.value) this.suggest(this.input.value.trim());
    },

    typed() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.suggest(this.input.value.trim()), PAUSE);
    },

    async suggest(name) {
      const response = await fetch(`${this.$el.dataset.matches}?${new URLSearchParams({ q: name })}`, { headers: { Accept: "application/json" } });
      if (!response.ok || name !== this.input.value.trim()) return;
      const names = await response.json();
      this.options.replaceChildren(...names.map((match) => new Option(match, match)));
      this.unknown = name !== "" && !names.some((match) => match.toLowerCase() === name.toLowerCase());
      if (!this.unknown) this.box.checked = false;
    },
  };
}
