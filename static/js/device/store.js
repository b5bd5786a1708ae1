// What this device keeps: taps until they are answered, the pockets of the floor, and for whom they are.
const NAME = "shopfloor";
let opening;

const STORES = { taps: { keyPath: "key" }, pockets: { keyPath: "id" }, about: {} };

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => Object.entries(STORES).forEach(([name, how]) => asked.result.createObjectStore(name, how));
    asked.onsuccess = () => resolve(watched(asked.result));
    asked.onerror = () => reject(asked.error);
  }).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

function watched(db) {
  db.onclose = () => (opening = undefined);
  db.onversionchange = () => {
    db.close();
    opening = undefined;
  };
  return db;
}

async function attempt(names, mode, deed) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The store gave up.", "AbortError"));
    deed(...[names].flat().map((name) => transaction.objectStore(name)), (value) => (result = value));
  });
}

/** Does `deed(store, ..., give)` in a transaction; what it gave, once that is on the disk. Browsers lose connections: once more then. */
async function within(names, mode, deed) {
  try {
    return await attempt(names, mode, deed);
  } catch (error) {
    if (!["InvalidStateError", "UnknownError"].includes(error?.name)) throw error;
    opening = undefined;
    return attempt(names, mode, deed);
  }
}

export const all = (name) => within(name, "readonly", (store, give) => (store.getAll().onsuccess = ({ target }) => give(target.result)));
export const get = (name, key) => within(name, "readonly", (store, give) => (store.get(key).onsuccess = ({ target }) => give(target.result)));
export const put = (name, ...entries) => within(name, "readwrite", (store) => entries.forEach((entry) => store.put(entry)));
export const remove = (name, ...keys) => within(name, "readwrite", (store) => keys.forEach((key) => store.delete(key)));
export const told = (about) => get("about", about);
/** Several of these, as they stood in one moment: `{name: value}`. */
export const toldOf = (...names) =>
  within("about", "readonly", (about, give) => {
    const said = {};
    names.forEach((name) => read(about, name, (value) => (said[name] = value)));
    give(said);
  });

const read = (store, key, then) => (store.get(key).onsuccess = ({ target }) => then(target.result));

/** Makes this device that member's, or nobody's, and lets go of what it kept for another. True when it was another's. */
export const handOver = (member) =>
  within(["about", "pockets"], "readwrite", (about, pockets, give) =>
    read(about, "me", (me) => {
      give(me !== member);
      if (me === member) return;
      about.clear();
      pockets.clear();
      if (member) about.put(member, "me");
    }),
  );

/** Notes things about the floor and changes its pockets, as long as the device is still that member's. */
export const note = (member, said, { whole = false, cards = [], gone = [] } = {}) =>
  within(["about", "pockets"], "readwrite", (about, pockets) =>
    read(about, "me", (me) => {
      if (me !== member) return;
      Object.entries(said).forEach(([name, value]) => about.put(value, name));
      if (whole) pockets.clear();
      cards.forEach((card) => pockets.put(card));
      gone.forEach((id) => pockets.delete(id));
    }),
  );

/** Puts an entry at the end of the line: its `n` is one more than the last one's. The whole line, as it stands then. */
export const append = (name, entry) =>
  within(name, "readwrite", (store, give) => {
    store.getAll().onsuccess = ({ target: { result: line } }) => {
      const last = { ...entry, n: Math.max(0, ...line.map((other) => other.n)) + 1 };
      store.put(last);
      give([...line, last]);
    };
  });
