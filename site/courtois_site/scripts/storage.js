/* What this browser keeps for Courtois: answers and their day, under one prefix and one version.
   A browser that refuses its storage, or has no room left, is an ordinary day: nothing here throws. */

import { today } from "./words.js";

const PREFIX = "courtois:";
const VERSION = `${PREFIX}1:`;

const box = open();

/* False when the browser keeps nothing: in some private windows, or when the person decided so. */
export const usable = box !== null;

function open() {
  let found = null;
  try {
    found = globalThis.localStorage;
    found.setItem(PREFIX, "");
    found.removeItem(PREFIX);
    return found;
  } catch (error) {
    // Full, but there: what it holds can be read and erased.
    return error.name === "QuotaExceededError" && found?.length ? found : null;
  }
}

const isText = (value) => typeof value === "string";
const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText);
const isKept = (kept) => isText(kept?.on) && Array.isArray(kept.pairs) && kept.pairs.every(isPair);

/* `{on, pairs}` as it was kept, or null. What is broken is removed. */
export function recall(name) {
  if (!box) return null;
  try {
    const kept = JSON.parse(box.getItem(VERSION + name));
    if (isKept(kept)) return kept;
  } catch {
    // Not JSON: removed below.
  }
  forget(name);
  return null;
}

/* False when there is no room: what was kept before still is. */
export function keep(name, pairs, on = today()) {
  try {
    box.setItem(VERSION + name, JSON.stringify({ on, pairs }));
    return true;
  } catch {
    return false;
  }
}

/* The names kept that begin so. */
export const keptUnder = (start) =>
  Object.keys(box ?? {}).filter((key) => key.startsWith(VERSION + start)).map((key) => key.slice(VERSION.length));

export const forget = (name) => box?.removeItem(VERSION + name);

/* Forget every key of ours, or those that no longer serve. */
function clear(serves = () => false) {
  for (const key of box ? Object.keys(box) : []) {
    if (key.startsWith(PREFIX) && !serves(key)) box.removeItem(key);
  }
}

/* The registers' answers, kept for the session, go too. */
export function wipe() {
  clear();
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // A browser that refuses it keeps nothing there.
  }
}

clear((key) => key.startsWith(VERSION)); // of an older version, or half written
