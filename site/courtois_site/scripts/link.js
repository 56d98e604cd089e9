/* A case in the fragment of an address, which no server receives: `c1.`, then its answers as the JSON
   the function takes, deflated, in base64url. Deflate in its zlib dress, for the checksum: a character
   changed on the way is told, never read as another amount. */

const VERSION = "c1";
/* As the function's own limits: what is beyond them comes from no form of ours, and could freeze the page. */
const LARGEST = 256 * 1024; // characters once inflated
const MOST = 5000; // answers
const DEEPEST = 5; // invoices, 0, payments, 0, amount
const LONGEST_NAME = 80; // characters; ours are half of it, and each leaf below repeats it

/* An address longer than this is cut by some messengers and mail programs. */
export const LONGEST = 2000;

const ROW = "(?:0|[1-9][0-9]?|1[0-9][0-9])-"; // 199 at most
const NAME = new RegExp(
  `^(?:invoices-${ROW}(?:payments-${ROW})?|(?:earlier|events|instalments)-${ROW}|(?:creditor|debtor)-)?[a-z]+(?:_[a-z]+)*$`,
);
/* The form's buttons, and a consent that no one gives for another. */
const NEVER = new Set(["add", "remove", "review", "draft", "confirm_limitation"]);

/* What is shared « sans noms ni montants ». A list of what is kept, not of what is dropped: a question
   added one day stays private until someone decides otherwise. Nothing here is typed freely. */
const CHOICES = new Set([
  "creditor-status", "creditor-activity", "creditor-vat",
  "debtor-kind", "debtor-activity", "debtor-head_office", "debtor-insolvency",
  "debtor-public_term", "debtor-ccag", "debtor-comptable_public",
  "invoices-nature", "earlier-step", "earlier-channel", "events-kind",
  "penalties", "late_rate", "annex", "plan_covers", "plan_penalties", "disputed", "plan_in_course", "assigned",
]);
const DAYS = new Set([
  "debtor-insolvency_on", "invoices-issued_on", "invoices-due_on", "invoices-performed_on", "invoices-received_on",
  "invoices-payments-paid_on", "earlier-sent_on", "earlier-presented_on", "events-on", "instalments-due_on",
  "dated_on", "pay_by", "grace_until",
]);

/* Why a link does not open, in one word, which is the key of a sentence. */
export class LinkFault extends Error {}

/* The same question whatever its row: `invoices-amount`. */
export const bare = (name) => name.replace(/-\d+(?=-)/g, "");

const isChoice = (name, value) => CHOICES.has(name) && /^[a-z0-9_-]{1,40}$/.test(value);
const isDay = (name, value) => DAYS.has(name) && /^\d{4}-\d\d-\d\d$/.test(value);

export const withoutNamesNorAmounts = (pairs) =>
  pairs.filter(([name, value]) => isChoice(bare(name), value) || isDay(bare(name), value));

export const isAnswer = (name) => NAME.test(name) && !NEVER.has(name);

/* [["creditor-name", "A"]] -> {creditor: {name: "A"}}; rows keep their index. No name of ours is one of the language. */
function nest(pairs) {
  const tree = {};
  for (const [name, value] of pairs.filter(([name]) => isAnswer(name))) {
    const path = name.split("-");
    const last = path.pop();
    let branch = tree;
    for (const part of path) branch = branch[part] ??= {};
    branch[last] = value;
  }
  return tree;
}

/* The way back. What is neither a name of ours nor a text is passed over. */
function* leaves(value, name = "", depth = 0) {
  if (typeof value === "string") {
    if (isAnswer(name)) yield [name, value];
  } else if (value !== null && typeof value === "object" && depth < DEEPEST && name.length <= LONGEST_NAME) {
    for (const [key, part] of Object.entries(value)) yield* leaves(part, name ? `${name}-${key}` : key, depth + 1);
  }
}

/* Bytes through a stream; stops as soon as more than `most` come out. */
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

export function toBase64(bytes) {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

/* The fragment that holds these answers, without its « # ». */
export async function encode(pairs) {
  const json = new TextEncoder().encode(JSON.stringify(nest(pairs)));
  const bytes = new Uint8Array(await (await through(new CompressionStream("deflate"), json)).arrayBuffer());
  return `${VERSION}.${toBase64(bytes)}`;
}

/* « %2D » is « - » again, even when two programs encoded it in turn. */
function withoutPercents(text) {
  for (let turn = 0; turn < 3 && /%[0-9a-f]{2}/i.test(text); turn += 1) {
    text = text.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  }
  return text;
}

/* A text without the signs it ends with: walked through once, from its end, however long. */
function withoutEnd(text) {
  let end = text.length;
  while (end > 0 && !/[\w-]/.test(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/* A fragment without its « # » nor what others added: `&utm_source=…`, padding, the full stop of a sentence, a folded line. */
export function cleaned(fragment) {
  const own = withoutPercents(fragment.replace(/^#/, "")).replace(/[&?#].*$/s, "").replace(/\s/g, "");
  return withoutEnd(own.replaceAll("+", "-").replaceAll("/", "_"));
}

/* The answers of a fragment, as pairs. Throws LinkFault: "damaged", "version" or "browser". */
export async function decode(fragment) {
  const [, version, rest] = /^(c\d+)\.?(.*)$/.exec(cleaned(fragment)) ?? [];
  if (version && version !== VERSION) throw new LinkFault("version");
  if (!globalThis.DecompressionStream) throw new LinkFault("browser");
  try {
    const json = await (await through(new DecompressionStream("deflate"), fromBase64(rest), LARGEST)).text();
    const pairs = [...new Map(leaves(JSON.parse(json)))]; // one answer to a question
    if (pairs.length && pairs.length <= MOST) return pairs;
  } catch {
    // Cut, changed, or made to harm: there is one thing to say.
  }
  throw new LinkFault("damaged");
}
