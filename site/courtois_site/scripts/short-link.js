/**
 * @file A short link. What a long link would hold is encrypted here, with a key of its own, and kept for a few days by
 * the function, which cannot decrypt it. The link is `p1.`, the id that the function gave, and the key, which no server
 * receives.
 */

import { fromBase64, toBase64 } from "./base64.js";
import { LinkError, cleaned } from "./link.js";
import { ShownError, timeLimit } from "./requests.js";

/** @import { Reason } from "./link.js" */

const VERSION = "p1";
const ADDRESS = "/api/partages";
const PATIENCE = 10000; // milliseconds to wait for an answer
const IV = 12; // bytes, ahead of the encrypted ones
const UNREACHED = "Le service des liens courts ne répond pas.";
const BUSY = "Beaucoup de liens courts se font en ce moment\u00a0: réessayez dans une minute.";
const GONE = 410;
const TOO_MANY = 429; // from the function, or from the proxy before it, with a page of its own
const NEVER = 501; // from a function that keeps no link at all

/** @type {Map<number, Reason>} */
const REASONS = new Map([[GONE, "gone"], [TOO_MANY, "busy"], [NEVER, "never"]]);

/** An error that says why no short link was made. */
export class NotKept extends ShownError {
  /**
   * @param {string} sentence
   * @param {number} [status] that of the function's answer, when there was one
   */
  constructor(sentence, status) {
    super(sentence);
    this.never = status === NEVER; // true when the function keeps no link at all
  }
}

/**
 * The version is authenticated too: no link of one version is read as a link of another.
 * @param {Uint8Array<ArrayBuffer>} iv
 */
const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(VERSION) });

/** @param {Uint8Array<ArrayBuffer>} bytes */
const keyOf = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

/**
 * @param {string} text
 * @param {Uint8Array<ArrayBuffer>} key
 */
async function encrypt(text, key) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const bytes = await crypto.subtle.encrypt(cipher(iv), await keyOf(key), new TextEncoder().encode(text));
  return new Uint8Array([...iv, ...new Uint8Array(bytes)]);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Uint8Array<ArrayBuffer>} key
 */
async function decrypt(bytes, key) {
  const text = await crypto.subtle.decrypt(cipher(bytes.slice(0, IV)), await keyOf(key), bytes.slice(IV));
  return new TextDecoder().decode(text);
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
const request = (address, options) => fetch(address, { ...options, signal: timeLimit(PATIENCE) });

/**
 * Keep a text for some days. Returns the fragment that gives it back, without its « # », and the moment it expires.
 * Throws NotKept.
 * @param {string} text
 * @param {string} days
 */
export async function keep(text, days) {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const body = JSON.stringify({ days, sealed: toBase64(await encrypt(text, key)) });
  const headers = { "Content-Type": "application/json" };
  const answer = await request(ADDRESS, { method: "POST", headers, body }).catch(() => null);
  const kept = await answer?.json().catch(() => null);
  if (kept?.id) return { fragment: `${VERSION}.${kept.id}.${toBase64(key)}`, until: String(kept.until) };
  const sentence = answer?.status === TOO_MANY ? BUSY : kept?.title;
  throw new NotKept(sentence ?? UNREACHED, answer?.status);
}

/**
 * Return the encrypted bytes that the function keeps. Throws LinkError.
 * @param {string} id
 */
async function keptBytes(id) {
  const answer = await request(`${ADDRESS}/${id}`).catch(() => null);
  const bytes = answer?.ok && (await answer.arrayBuffer().catch(() => null));
  if (bytes) return new Uint8Array(bytes);
  throw new LinkError(REASONS.get(answer?.status ?? 0) ?? "away");
}

/** @param {string} fragment */
export const isShortLink = (fragment) => /^p\d/.test(cleaned(fragment));

/* What it takes to read a short link, and the long one encrypted in it. */
const able = () =>
  ["AbortController", "DecompressionStream"].every((name) => name in globalThis) && Boolean(globalThis.crypto?.subtle);

/**
 * Return the text that a short link gives back. Throws LinkError.
 * @param {string} fragment
 */
export async function open(fragment) {
  const [, version, id, key] = /^(p\d+)(?:\.([a-z][\w-]{22})\.([\w-]{43}))?/.exec(cleaned(fragment)) ?? [];
  if (version !== VERSION) throw new LinkError("version");
  if (!id || !key) throw new LinkError("damaged");
  if (!able()) throw new LinkError("browser");
  const bytes = await keptBytes(id);
  return decrypt(bytes, fromBase64(key)).catch((error) => {
    throw error instanceof DOMException ? new LinkError("damaged") : error; // the cipher's refusal, or the browser's
  });
}
