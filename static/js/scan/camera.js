// The camera's picture, read many times a second while it is looked at. Says in words what keeps it from seeing.
import { reader } from "./reader.js";

const PAUSE = 120;
const WISHES = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
const REFUSALS = {
  NotAllowedError: "refused", SecurityError: "refused",
  NotFoundError: "absent", OverconstrainedError: "absent",
  NotReadableError: "busy", AbortError: "busy",
};
const CAN_TRY_AGAIN = ["refused", "busy", "unreadable"];
const SEES_NOTHING = ["refused", "absent", "busy", "insecure"];

export function camera(place, found) {
  const part = (name) => place.querySelector(`[data-${name}]`);
  const video = place.querySelector("video");
  let stream;
  let wanted = false;

  function show(state) {
    place.dataset.state = state;
    for (const words of place.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== state;
    part("finder").hidden = state !== "on";
    part("again").hidden = !CAN_TRY_AGAIN.includes(state);
    part("picture").hidden = !SEES_NOTHING.includes(state);
  }

  async function start() {
    if (!navigator.mediaDevices) return show("insecure");
    wanted = true;
    if (stream) return;
    show("asking");
    try {
      stream = await opened();
    } catch (error) {
      return show(REFUSALS[error.name] ?? "busy");
    }
    if (!wanted || document.hidden) return release();
    await look();
  }

  async function look() {
    const [track] = stream.getVideoTracks();
    // Another app, or the system, took it away.
    track.addEventListener("ended", () => (release(), show("busy")));
    video.srcObject = stream;
    await video.play().catch(() => {});
    show("on");
    offerTorch(track, part("torch"));
    await watch(stream);
  }

  async function watch(mine) {
    try {
      const read = await reader();
      while (stream === mine) {
        const text = video.readyState >= 2 ? await read(video).catch(() => null) : null;
        if (text && stream === mine) found(text);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    } catch {
      release();
      show("unreadable");
    }
  }

  function release() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = stream = null;
  }

  function stop() {
    wanted = false;
    release();
  }

  async function readPicture({ target }) {
    try {
      const picture = await createImageBitmap(target.files[0]);
      found((await (await reader())(picture)) ?? "");
    } catch {
      show("unreadable");
    }
    target.value = "";
  }

  for (const name of ["start", "again"]) part(name).addEventListener("click", start);
  part("picture").addEventListener("change", readPicture);
  // A phone that is put away sees nothing; iOS gives back a black picture unless it is asked anew.
  const turn = () => (document.hidden ? release() : wanted && start());
  document.addEventListener("visibilitychange", turn);
  addEventListener("pageshow", ({ persisted }) => persisted && start());
  addEventListener("pagehide", release);

  show("off");
  whetherToStart().then((yes) => yes && start());
  return { stop, heard: (words) => (part("heard").textContent = words) };
}

/** A phone was taken out to scan. A desk's camera is turned on when somebody says so, once. */
async function whetherToStart() {
  if (matchMedia("(pointer: coarse)").matches || !navigator.mediaDevices) return true;
  const asked = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  return asked?.state === "granted";
}

async function opened() {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: WISHES, audio: false });
  } catch (error) {
    if (!["OverconstrainedError", "NotReadableError"].includes(error.name)) throw error;
    return navigator.mediaDevices.getUserMedia({ video: true });
  }
}

function offerTorch(track, button) {
  button.hidden = !track.getCapabilities?.().torch;
  button.setAttribute("aria-pressed", "false");
  button.onclick = async () => {
    const torch = button.getAttribute("aria-pressed") !== "true";
    await track.applyConstraints({ advanced: [{ torch }] });
    button.setAttribute("aria-pressed", String(torch));
  };
}
