// What a read text means, and what it stands for.
import { pocketOf } from "../pockets.js";

const TOKEN = /^\/q\/([\w-]{8,32})\/?$/;
const PATIENCE = 4000;
const UNREACHED = "The server can't be reached, and this device does not know that code. Try again with a signal.";

/** `{value, isAddress}`, or null for what is none of ours. Of addresses ours are those of these origins alone. */
export function codeIn(text, origins, { onlyAddresses = false } = {}) {
  const typed = text.trim();
  if (/^https?:/i.test(typed)) return ofAddress(typed, origins);
  return typed && !onlyAddresses ? { value: typed, isAddress: false } : null;
}

function ofAddress(text, origins) {
  try {
    const { origin, pathname } = new URL(text);
    const token = origins.includes(origin) && TOKEN.exec(pathname);
    return token ? { value: token[1], isAddress: true } : null;
  } catch {
    return null;
  }
}

/** The job in words, from the server or else from this device. Throws an Error whose message is for people. */
export async function lookUp(code) {
  const response = await asked(code);
  if (!response) return fromDevice(code);
  if (response.status === 401) return location.assign(`/sign-in?next=${encodeURIComponent("/scan")}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** The server's answer, or null when there is none to speak of. */
async function asked(code) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`/scan/${encodeURIComponent(code)}`, { headers: { Accept: "application/json" }, cache: "no-store", signal });
    return response.status < 500 && /json/.test(response.headers.get("Content-Type")) ? response : null;
  } catch {
    return null;
  }
}

async function fromDevice(code) {
  const job = await pocketOf(code);
  if (!job) throw new Error(UNREACHED);
  return job;
}
