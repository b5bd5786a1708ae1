// Signing out where the server can't be reached: this device is emptied at once and remembers to tell; the session is ended
// on the server before it is asked for anything else.
import { settleOwner } from "../static/js/device/pockets.js";
import { note, told } from "../static/js/device/store.js";

export const SIGN_OUT = "/sign-out";
const DONE = `${location.origin}/offline#left`; // the page says it by that mark

let untold = told("leaving").catch(() => false);

/** What a person sees who signs out. */
export async function signOut(request) {
  try {
    return await fetch(request);
  } catch {
    await settleOwner("none");
    await note(undefined, { leaving: true });
    untold = Promise.resolve(true);
    await registration.sync?.register("leaving").catch(() => {});
    return Response.redirect(DONE, 303);
  }
}

/** Tells the server, if that is still to be done. Throws where it can't be reached. */
export async function tellServer() {
  if (!(await untold)) return;
  const { status } = await fetch(SIGN_OUT, { method: "POST", redirect: "manual", cache: "no-store" });
  if (status >= 500) throw new Error(String(status));
  untold = Promise.resolve(false);
  await note(undefined, { leaving: false });
}
