/**
 * @file A case in the fragment of an address, which no server receives: `c1.`, then its answers as the JSON that the
 * function takes, deflated, in base64url. The zlib format of deflate has a checksum: a character changed on the way is
 * detected, and never read as another amount.
 */

import { fromBase64, toBase64 } from "./base64.js";
import { LIMITS, questionOf } from "./questions.js";

/** @import { Pair } from "./form.js" */

/**
 * Answers nested as their names are: `{ creditor: { name: "A" } }`.
 * @typedef {{ [key: string]: string | Tree }} Tree
 */

const VERSION = "c1";

/** The longest address that every messenger and mail program leaves whole. */
export const LONGEST = 2000;

/**
 * Why a link does not open.
 * @typedef {"damaged" | "version" | "foreign" | "browser" | "never" | "gone" | "busy" | "away"} Reason
 */

/** An error that says why a link does not open. */
export class LinkError extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/* What an answer shared « sans noms ni montants » looks like: nothing typed freely. */
const SHARED = { choice: /^[a-z0-9_-]{1,40}$/, day: /^\d{4}-\d\d-\d\d$/ };

/** @param {Pair} pair */
function isShared([name, value]) {
  const share = questionOf(name)?.share;
  return share !== undefined && SHARED[share].test(value);
}

/** @param {Pair[]} pairs */
export const withoutNamesNorAmounts = (pairs) => pairs.filter(isShared);

/**
 * Return true for the name of a question.
 * @param {string} name
 */
export const isAnswer = (name) => questionOf(name) !== undefined;

/**
 * Nest answers as their names say: `[["creditor-name", "A"]]` gives `{ creditor: { name: "A" } }`.
 * @param {Pair[]} pairs
 */
function nest(pairs) {
  /** @type {Tree} */
  const tree = {};
  for (const [name, value] of pairs.filter(([key]) => isAnswer(key))) {
    const path = name.split("-");
    const last = path.pop() ?? "";
    let branch = tree;
    for (const part of path) branch = childOf(branch, part);
    branch[last] = value;
  }
  return tree;
}

/**
 * @param {Tree} branch
 * @param {string} key
 */
function childOf(branch, key) {
  const child = branch[key];
  if (typeof child === "object") return child;
  /** @type {Tree} */
  const added = {};
  branch[key] = added;
  return added;
}

/**
 * Give back the texts of a nested document, with the names that its keys make.
 * @param {unknown} value
 * @param {string} name
 * @param {number} depth
 * @returns {Generator<Pair, void>}
 */
function* leaves(value, name = "", depth = 0) {
  if (typeof value === "string" && name) yield [name, value];
  if (depth >= LIMITS.deepest || name.length > LIMITS.longest_name) return;
  for (const [key, part] of childrenOf(value)) yield* leaves(part, name ? `${name}-${key}` : key, depth + 1);
}

/**
 * @param {unknown} value
 * @returns {[key: string, value: unknown][]}
 */
const childrenOf = (value) => (typeof value === "object" && value !== null ? Object.entries(value) : []);

/**
 * Pass bytes through a stream. Throws as soon as more than `most` bytes come out.
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} [most]
 */
async function through(stream, bytes, most = Infinity) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    size += value.length;
    if (size > most) {
      reader.cancel().catch(() => {});
      throw new Error("too large");
    }
    parts.push(value);
  }
}

/**
 * Return the fragment that holds these answers, without its « # ».
 * @param {Pair[]} pairs
 */
export async function encode(pairs) {
  const json = new TextEncoder().encode(JSON.stringify(nest(pairs)));
  const packed = await through(new CompressionStream("deflate"), json);
  return `${VERSION}.${toBase64(new Uint8Array(await packed.arrayBuffer()))}`;
}

/**
 * Decode « %2D » to « - », even when several programs encoded it in turn.
 * @param {string} text
 */
function withoutPercents(text) {
  let decoded = text;
  for (let turn = 0; turn < 3 && /%[0-9a-f]{2}/i.test(decoded); turn += 1) {
    decoded = decoded.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  }
  return decoded;
}

/**
 * Return a text without the punctuation it ends with. A loop, since a regular expression would be quadratic here.
 * @param {string} text
 */
function withoutFinalPunctuation(text) {
  let end = text.length;
  while (end > 0 && !/[\w-]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * Return a fragment without its « # » nor what programs add: `&utm_source=…`, padding, a full stop, a folded line.
 * @param {string} fragment
 */
export function cleaned(fragment) {
  const own = withoutPercents(fragment.replace(/^#/, "")).replace(/[&?#].*$/s, "").replace(/\s/g, "");
  return withoutFinalPunctuation(own.replaceAll("+", "-").replaceAll("/", "_"));
}

/**
 * Return the texts that a packed document holds, by name. Throws LinkError("damaged") when it was cut, changed, or made
 * to harm.
 * @param {string} packed
 */
async function unpack(packed) {
  try {
    const json = await through(new DecompressionStream("deflate"), fromBase64(packed), LIMITS.largest_body);
    return new Map(leaves(JSON.parse(await json.text()))); // one answer to a question
  } catch {
    throw new LinkError("damaged");
  }
}

/**
 * Return the answers of a fragment. Throws LinkError: "damaged", "version", "foreign" or "browser".
 * @param {string} fragment
 */
export async function decode(fragment) {
  const [, version, packed = ""] = /^(c\d+)\.?(.*)$/.exec(cleaned(fragment)) ?? [];
  if (version && version !== VERSION) throw new LinkError("version");
  if (!("DecompressionStream" in globalThis)) throw new LinkError("browser");
  const texts = await unpack(packed);
  if (!texts.size || texts.size > LIMITS.most_answers) throw new LinkError("damaged");
  const pairs = [...texts].filter(([name]) => isAnswer(name));
  if (!pairs.length) throw new LinkError("foreign");
  return pairs;
}
