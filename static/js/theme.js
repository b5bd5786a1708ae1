// Light, dark, or as the device says. The server reads the cookie and prints the page right from the start.
import { outdate } from "./device/pockets.js";

const page = document.documentElement;

export function theme() {
  return {
    chosen: page.dataset.theme,

    choose(name) {
      this.chosen = page.dataset.theme = name;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `theme=${name}; path=/; max-age=31536000; samesite=lax${secure}`;
      outdate();
    },

    isChosen(name) {
      return this.chosen === name;
    },
  };
}
