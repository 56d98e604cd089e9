/* A short link. What a long one would hold is sealed here, with a key of its own, and left for a few days with
   the function, which cannot open it: `p1.`, the id it was given, and the key, which no server receives. */

import { LinkFault, cleaned, fromBase64, toBase64 } from "./link.js";
import { ShownError, timeLimit } from "./requests.js";

const VERSION = "p1";
const ADDRESS = "/api/partages";
const PATIENCE = 10000; // milliseconds for an answer
const IV = 12; // bytes, ahead of those they seal
const UNREACHED = "Le service des liens courts ne répond pas.";
const BUSY = "Beaucoup de liens courts se font en ce moment\u00a0: réessayez dans une minute.";
const TOO_MANY = 429; // from the function, or from what stands before it, with a page of its own
export const NEVER = 501; // from a function that keeps no link at all
const REASONS = { 410: "gone", [TOO_MANY]: "busy", [NEVER]: "never" };

/* The version is sealed in: no link of one version is ever read as one of another. */
const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(VERSION) });
const keyOf = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

async function seal(text, key) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const sealed = await crypto.subtle.encrypt(cipher(iv), await keyOf(key), new TextEncoder().encode(text));
  return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
}

async function unseal(bytes, key) {
  const text = await crypto.subtle.decrypt(cipher(bytes.slice(0, IV)), await keyOf(key), bytes.slice(IV));
  return new TextDecoder().decode(text);
}

const ask = (address, options) => fetch(address, { ...options, signal: timeLimit(PATIENCE) });

/* Why no short link was made; `status` is that of the function's answer, when there was one. */
export class NotKept extends ShownError {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/* The fragment, without its « # », that gives this text back for so many days, and until when. Throws NotKept. */
export async function keep(text, days) {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const body = JSON.stringify({ days, sealed: toBase64(await seal(text, key)) });
  const headers = { "Content-Type": "application/json" };
  const answer = await ask(ADDRESS, { method: "POST", headers, body }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (told?.id) return { fragment: `${VERSION}.${told.id}.${toBase64(key)}`, until: told.until };
  const sentence = answer?.status === TOO_MANY ? BUSY : told?.title;
  throw new NotKept(sentence ?? UNREACHED, answer?.status);
}

async function left(id) {
  let reason;
  try {
    const answer = await ask(`${ADDRESS}/${id}`);
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    reason = REASONS[answer.status];
  } catch {
    // Not reached, or cut on the way: below.
  }
  throw new LinkFault(reason ?? "away");
}

export const isSealed = (fragment) => /^p\d/.test(cleaned(fragment));

/* What reading a short link takes: this file's, and that of the long one sealed in it. */
const able = () => Boolean(globalThis.crypto?.subtle && globalThis.AbortController && globalThis.DecompressionStream);

/* What was sealed. Throws LinkFault: "damaged", "version", "browser", "gone", "busy", "never" or "away". */
export async function open(fragment) {
  const [, version, id, key] = /^(p\d+)(?:\.([a-z][\w-]{22})\.([\w-]{43}))?/.exec(cleaned(fragment));
  if (version !== VERSION) throw new LinkFault("version");
  if (!id) throw new LinkFault("damaged");
  if (!able()) throw new LinkFault("browser");
  const sealed = await left(id);
  return unseal(sealed, fromBase64(key)).catch((error) => {
    throw error instanceof DOMException ? new LinkFault("damaged") : error; // of the cipher, or of the browser
  });
}
