// Taps that wait are sent from here, too, where the browser wakes a worker when the signal is back.
import { drain, waiting } from "../static/js/device/outbox.js";

/** Sends what waits, whoever is signed in: the server takes a tap under its own member's name only. */
export async function sendWaiting() {
  await drain(() => {}, { eager: true });
  const left = await waiting();
  // Rejecting has the browser try again later.
  if (left.some(({ state }) => state === "waiting")) throw new Error("Some taps still wait.");
}
