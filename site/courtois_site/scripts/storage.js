/**
 * @file What this browser keeps for Courtois: answers and their day, under one prefix and one version. A browser that
 * refuses its storage, or has no room left, is an ordinary case: nothing here throws.
 */

import { today } from "./text.js";

/** @import { Pair } from "./form.js" */

/**
 * Answers, and the day they were kept.
 * @typedef {{ on: string, pairs: Pair[] }} Kept
 */

const PREFIX = "courtois:";
const VERSION = `${PREFIX}1:`;

const storage = openStorage();

/** False when the browser keeps nothing: in some private windows, or when the person decided so. */
export const usable = storage !== null;

function openStorage() {
  let opened = null;
  try {
    opened = globalThis.localStorage;
    opened.setItem(PREFIX, "");
    opened.removeItem(PREFIX);
    return opened;
  } catch (error) {
    // A full storage can still be read and emptied.
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    return full && opened?.length ? opened : null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
const isText = (value) => typeof value === "string";

/**
 * @param {unknown} value
 * @returns {value is Pair}
 */
export const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every(isText);

/**
 * @param {unknown} value
 * @returns {value is Kept}
 */
function isKept(value) {
  if (typeof value !== "object" || value === null || !("on" in value) || !("pairs" in value)) return false;
  return isText(value.on) && Array.isArray(value.pairs) && value.pairs.every(isPair);
}

/**
 * Return what was kept under a name, or null. What is broken is removed.
 * @param {string} name
 */
export function recall(name) {
  if (!storage) return null;
  try {
    /** @type {unknown} */
    const kept = JSON.parse(storage.getItem(VERSION + name) ?? "null");
    if (isKept(kept)) return kept;
  } catch {
    // It is not JSON: it is removed below.
  }
  forget(name);
  return null;
}

/**
 * Keep answers. Returns false when there is no room: what was kept before still is.
 * @param {string} name
 * @param {Pair[]} pairs
 * @param {string} [on]
 */
export function keep(name, pairs, on = today()) {
  try {
    storage?.setItem(VERSION + name, JSON.stringify({ on, pairs }));
    return storage !== null;
  } catch {
    return false;
  }
}

/**
 * Return the names kept that start so.
 * @param {string} start
 */
export const keptUnder = (start) =>
  Object.keys(storage ?? {})
    .filter((key) => key.startsWith(VERSION + start))
    .map((key) => key.slice(VERSION.length));

/** @param {string} name */
export const forget = (name) => storage?.removeItem(VERSION + name);

/**
 * Remove our keys, but for those to spare.
 * @param {Storage} from
 * @param {(key: string) => boolean} [spared]
 */
function clear(from, spared = () => false) {
  for (const key of Object.keys(from)) if (key.startsWith(PREFIX) && !spared(key)) from.removeItem(key);
}

/** Forget everything, the answers of the public registers included. */
export function wipe() {
  if (storage) clear(storage);
  try {
    clear(sessionStorage);
  } catch {
    // A browser that refuses it keeps nothing there.
  }
}

/* What an older version kept, or a writing cut short left, is removed. */
if (storage) clear(storage, (key) => key.startsWith(VERSION));
