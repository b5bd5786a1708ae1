// Offered in the page and in Shop Mobile alone, until somebody takes it or sends it away.
import { done, show } from "./hints.js";

export function offerInstall(event) {
  show("install", async () => {
    // The browser asks on its own; whatever the answer, this bar has done its part.
    done("install");
    await event.prompt();
  });
}

addEventListener("appinstalled", () => done("install"));

/** iOS has no question to ask: there a person does it by hand. Only its Safari knows this property. */
export function offerOnHomeScreen() {
  if (navigator.standalone === false) show("home-screen");
}
