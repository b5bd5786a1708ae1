// The app as a thing on a device: kept up to date, offered for installing. Asked for when the page has come to rest.
const device = () => import("./device.js");
// For boot.js, which looks whether the page's script has come at all.
document.documentElement.dataset.ready = "";

const begin = () => device().then(({ begin }) => begin());
if (document.readyState === "complete") begin();
else addEventListener("load", () => setTimeout(begin));

// Fired once, perhaps before anything else is here: kept, and shown when the person may want it.
addEventListener("beforeinstallprompt", async (event) => {
  event.preventDefault();
  (await device()).offerInstall(event);
});
