// A page that is older than the server may ask for a script that is gone. Then it is loaded anew, once.
(() => {
  const PLACE = "loaded-anew";
  const ONCE_IN = 600_000;
  const page = document.documentElement;
  const hasStyles = () => [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet);

  function loadAnew() {
    try {
      if (Date.now() - Number(sessionStorage.getItem(PLACE)) < ONCE_IN) return;
      sessionStorage.setItem(PLACE, Date.now());
      location.reload();
    } catch {
      // Without a memory it could go on for ever.
    }
  }

  const look = () => navigator.onLine && !("ready" in page.dataset && hasStyles()) && loadAnew();
  if (document.readyState === "complete") look();
  else addEventListener("load", look);

  addEventListener("unhandledrejection", ({ reason }) => {
    if (/module script|imported module/i.test(reason?.message) && navigator.onLine) loadAnew();
  });
})();
