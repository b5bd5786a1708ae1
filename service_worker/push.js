// Pushes: always shown (a browser that sees three unshown ones takes the permission away), one for each job, and a tap
// on one leads to the job. The server sends the form that iOS shows by itself; here it is read for all others.
import { advance } from "./taps.js";

const FALLBACK = { title: "Shopfloor", body: "There is news. Open the app to see it.", tag: "news", navigate: "/mobile" };

addEventListener("push", (event) => event.waitUntil(show(read(event.data))));
addEventListener("message", (event) => event.data?.leave && event.waitUntil(leave()));
addEventListener("notificationclick", (event) => event.waitUntil(opened(event.notification, event.action)));

function read(data) {
  try {
    const { notification, app_badge } = data.json();
    return notification.title ? { ...FALLBACK, body: "", app_badge, ...notification } : FALLBACK;
  } catch {
    return FALLBACK;
  }
}

async function show({ title, body, tag, navigate, app_badge, data }) {
  const address = ours(navigate);
  const actions = data?.next && Notification.maxActions > 0 ? [{ action: "advance", title: `Advance to ${data.next}` }] : [];
  const shown = registration.showNotification(String(title), {
    body: String(body ?? ""),
    tag: String(tag),
    renotify: true,
    data: { ...data, address },
    actions,
  });
  await Promise.allSettled([shown, badge(app_badge)]);
  return shown;
}

/** The address within this site, whatever was sent. */
function ours(address) {
  const url = new URL(address ?? "/mobile", location.origin);
  return url.origin === location.origin ? url.pathname + url.search : "/mobile";
}

async function badge(count) {
  if (count === undefined || !navigator.setAppBadge) return;
  await (Number(count) ? navigator.setAppBadge(Number(count)) : navigator.clearAppBadge());
}

async function opened(notification, action) {
  notification.close();
  if (action === "advance" && (await advance(notification.data))) return;
  await open(action === "advance" ? `/jobs/${notification.data.job}/bump` : notification.data?.address ?? "/mobile");
}

/** A window that shows it already, else any window led there, else a new one: never two. */
async function open(address) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === address);
  const one = there ?? windows.find(({ visibilityState }) => visibilityState === "visible") ?? windows[0];
  try {
    const led = there ?? (await one?.navigate(address));
    if (led) return await led.focus();
  } catch {
    if (one) return one.postMessage({ open: address }); // led or focused by nobody but itself
  }
  return clients.openWindow(address);
}

/** Nothing is heard here any more, and nothing that was heard stays. The server forgets the device by itself. */
export async function leave() {
  const [subscription, shown] = await Promise.all([registration.pushManager?.getSubscription(), registration.getNotifications()]);
  for (const notification of shown) notification.close();
  await Promise.allSettled([subscription?.unsubscribe(), navigator.clearAppBadge?.()]);
}
