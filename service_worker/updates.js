// A new worker waits until it is told: by a person who wants the new version, or by the first page after a start.
addEventListener("message", (event) => {
  if (event.data === "SKIP_WAITING") skipWaiting();
  if (event.data === "SKIP_WAITING_IF_ALONE") event.waitUntil(skipIfAlone(event.source));
});

/** Another page that is open would find the ground changed under it. */
async function skipIfAlone(asking) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.every(({ id }) => id === asking?.id)) await skipWaiting();
}
