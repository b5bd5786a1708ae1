// Notifications on this device: whether it can have them, turning them on and off. Loaded where they are spoken of, and
// at the start of a session on devices that have them.
const workerOf = () => navigator.serviceWorker.ready;

function impossible(key) {
  if (!isSecureContext) return "insecure";
  const isApple = /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (isApple && !isInstalled) return "install";
  if (!("PushManager" in globalThis && "Notification" in globalThis && navigator.serviceWorker)) return "unsupported";
  if (!key) return "unset";
  return Notification.permission === "denied" && "denied";
}

const bytes = (base64) => Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(address, fields) {
  const headers = { Accept: "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields), signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).error ?? "The server did not take it. Try again.");
}

function tell({ endpoint, keys: { p256dh, auth } }) {
  return post("/account/devices", { endpoint, p256dh, auth });
}

const mine = async () => (await workerOf()).pushManager.getSubscription();
const isOurs = (subscription, key) => !subscription.options?.applicationServerKey || text(subscription.options.applicationServerKey) === key;

// Whoever turned it on here. The next person on the same device has not, whatever the browser still holds.
const { member } = document.body.dataset;
const isMine = () => localStorage.getItem("hears") === member;

/** What the browser has may have changed or been lost; the server learns it at each start. */
export async function resend() {
  const subscription = isMine() && (await mine());
  if (subscription) await tell(subscription.toJSON());
}

async function turnOn(key) {
  if ((await Notification.requestPermission()) !== "granted") return;
  const { pushManager } = await workerOf();
  const old = await pushManager.getSubscription();
  if (old && !isOurs(old, key)) await old.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await tell(subscription.toJSON());
  localStorage.setItem("hears", member);
}

async function turnOff() {
  await post("/account/devices/here/forgetting", {});
  localStorage.removeItem("hears");
  await (await mine())?.unsubscribe();
}

export function panel(root) {
  const key = root.dataset.push;
  const problem = root.querySelector("[data-push-problem]");

  async function show() {
    const state = impossible(key) || (await isOn() ? "on" : "off");
    for (const part of root.querySelectorAll("[data-push-when]")) part.hidden = part.dataset.pushWhen !== state;
  }
  async function isOn() {
    if (Notification.permission !== "granted" || !isMine()) return false;
    const subscription = await mine();
    return Boolean(subscription) && isOurs(subscription, key);
  }
  async function act(button) {
    if ("busy" in button.dataset) return;
    button.dataset.busy = problem.textContent = "";
    try {
      await (button.dataset.pushDo === "on" ? turnOn(key) : turnOff());
      // The list of devices is the server's to draw.
      location.reload();
    } catch (error) {
      problem.textContent = error.name === "Error" ? error.message : "This browser could not do it. Check its settings for this site, then try again.";
    }
    delete button.dataset.busy;
    await show();
  }

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-push-do]");
    if (button) act(button);
  });
  return show();
}
