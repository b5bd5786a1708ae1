// The one place where a notification's Advance meets the outbox.

/** Advance the job as the notification saw it: `{ job, step }`. True when the tap is kept; false lets its page be opened. */
export async function advance(_seen) {
  return false; // until the outbox takes taps from the worker
}
