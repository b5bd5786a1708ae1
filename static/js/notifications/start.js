// What every page does about notifications, and nothing more: the rest is fetched where it is needed.
const push = () => import("./push.js");
const EVERY = 50_000;

const root = document.querySelector("[data-push]");
if (root) push().then(({ panel }) => panel(root));

// Once for each start of the app: sessionStorage ends with it.
const { member, job } = document.body.dataset;
const isGranted = globalThis.Notification?.permission === "granted" && navigator.serviceWorker;
if (isGranted && member && sessionStorage.getItem("resent") !== member) {
  push()
    .then(({ resend }) => resend())
    .then(() => sessionStorage.setItem("resent", member))
    .catch(() => {}); // the next page tries again
}

// A tap on a notification may have to lead this page; and whoever signs out hears nothing here any more.
navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.open && location.assign(data.open));
addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action") === "/sign-out") navigator.serviceWorker?.controller?.postMessage({ leave: true });
});

// Who has a job open sees its news there: no need to tell them.
if (job) {
  const say = (fields) => navigator.sendBeacon?.(`/jobs/${job}/looks`, new URLSearchParams(fields));
  const look = () => say(document.visibilityState === "visible" ? {} : { away: 1 });
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => say({ away: 1 }));
  addEventListener("pageshow", look);
  setInterval(() => document.visibilityState === "visible" && look(), EVERY);
}

// The number on the app's icon: my urgent jobs, counted where all jobs are shown.
const board = document.querySelector("[data-board]");
if (board && navigator.setAppBadge) {
  const isMine = (card) => card.dataset.workers.split(" ").includes(member);
  const count = () => [...board.querySelectorAll("[data-workers]:has(.loud)")].filter(isMine).length;
  const badge = () => navigator.setAppBadge(count()).catch(() => {});
  document.addEventListener("feed:state", badge);
  badge();
}
