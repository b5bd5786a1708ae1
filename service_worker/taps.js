// The one place where a notification's Advance meets the outbox.
import { drain, keep } from "../static/js/device/outbox.js";
import { owner } from "../static/js/device/pockets.js";

/** Advance the job as the notification saw it: `{ job, step, next }`. True when the tap is kept; false lets its page be opened. */
export async function advance({ job, step, next }) {
  const member = await owner();
  if (!member || !job || !Number.isInteger(step)) return false;
  const fields = [["step", String(step)], ["view", "mobile"]];
  const tap = { key: crypto.randomUUID(), member, lane: job, number: job, url: `/jobs/${job}/moves`, fields, made: Date.now() };
  try {
    await keep({ ...tap, words: `Advance to ${next}`, moves: true });
  } catch {
    return false;
  }
  await drain(() => {}, { member, eager: true });
  return true;
}
