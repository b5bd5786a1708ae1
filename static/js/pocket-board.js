// A board that comes from this device: brought to where the device's pocket is.
import { settle, swap } from "./cards.js";
import { told } from "./device/store.js";
import { pockets } from "./device/pockets.js";
import { made } from "./cards.js";

/** When the pocket was last brought up to date, in this device's time; 0 where nothing is kept. */
export const heardAt = async () => (await told("heard").catch(() => 0)) ?? 0;

/** Exchanges the cards that are older than those in the pocket. */
export async function refresh(since) {
  const seq = await told("seq").catch(() => 0);
  if (!(seq > since)) return;
  const all = await pockets();
  const here = new Set(all.map(({ id }) => id.replace("pocket", "job")));
  const cards = all.map(({ id, html }) => ({ id: id.replace("pocket", "job"), html: cardIn(html) }));
  const gone = [...document.querySelectorAll("[data-board] [data-group]")].map(({ id }) => id).filter((id) => !here.has(id));
  swap({ cards, gone, seq });
  settle(cards.map(({ id }) => id));
}

const cardIn = (html) => made(html).querySelector('[data-part="card"]').innerHTML;
