/**
 * @file The cases that this browser follows. A case is its answers, under the form's own names. Its steps are the rows
 * `earlier-N-…`, to which `answer` adds the client's reply; `closed_on` is the day the case was paid.
 */

import { isAnswer } from "./link.js";
import { bare, questionsOfRow } from "./questions.js";
import { forget, isPair, keep, keptUnder, recall } from "./storage.js";
import { today } from "./text.js";

/** @import { Pair } from "./form.js" */
/** @import { Kept } from "./storage.js" */

/**
 * A case followed.
 * @typedef {Kept & { id: string }} Case
 */

/**
 * The answers of one step, by the question's own name, with the client's reply as `answer`.
 * @typedef {Record<string, string>} Step
 */

const KEY = "dossier:";
const FORMAT = "dossiers-1";
const OWN = new Set(["closed_on", "earlier-answer"]); // the names that the form does not have
const OF_STEP = [...questionsOfRow("earlier"), "answer"];

/**
 * Return the answer to a question, or "".
 * @param {Pair[]} pairs
 * @param {string} name
 */
export const valueOf = (pairs, name) => pairs.find(([other]) => other === name)?.[1] ?? "";

/**
 * Return the indices of the rows of a group.
 * @param {Pair[]} pairs
 * @param {string} group
 */
function rowsOf(pairs, group) {
  const indices = pairs.map(([name]) => new RegExp(`^${group}-(\\d+)-`).exec(name)?.[1]);
  return [...new Set(indices)].flatMap((index) => (index ? [Number(index)] : []));
}

/**
 * Return the numbers of the invoices.
 * @param {Pair[]} pairs
 */
export const invoiceNumbers = (pairs) =>
  rowsOf(pairs, "invoices").map((row) => valueOf(pairs, `invoices-${row}-number`));

/**
 * Return the steps of a case, oldest first, each with its row.
 * @param {Pair[]} pairs
 */
export const stepsOf = (pairs) =>
  rowsOf(pairs, "earlier")
    .map((row) => ({ row, step: stepOf(pairs, row) }))
    .sort((first, second) => (first.step.sent_on ?? "").localeCompare(second.step.sent_on ?? ""));

/**
 * @param {Pair[]} pairs
 * @param {number} row
 * @returns {Step}
 */
const stepOf = (pairs, row) =>
  Object.fromEntries(OF_STEP.map((name) => [name, valueOf(pairs, `earlier-${row}-${name}`)]));

/**
 * Add a step to the answers of a case.
 * @param {Pair[]} pairs
 * @param {Step} step
 * @returns {Pair[]}
 */
export function withStep(pairs, step) {
  const row = Math.max(-1, ...rowsOf(pairs, "earlier")) + 1;
  return [...pairs, ...OF_STEP.flatMap((name) => answerOf(`earlier-${row}-${name}`, step[name]))];
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @returns {Pair[]}
 */
const answerOf = (name, value) => (value ? [[name, value]] : []);

/**
 * @param {Pair[]} pairs
 * @param {number} row
 */
export const withoutStep = (pairs, row) => pairs.filter(([name]) => !name.startsWith(`earlier-${row}-`));

/**
 * Close a case today: it is paid.
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
export const closed = (pairs) => [...pairs.filter(([name]) => name !== "closed_on"), ["closed_on", today()]];

/**
 * Return every case followed, the last changed first.
 * @returns {Case[]}
 */
export const cases = () =>
  keptUnder(KEY)
    .flatMap((name) => {
      const kept = recall(name);
      return kept ? [{ id: name.slice(KEY.length), ...kept }] : [];
    })
    .sort((first, second) => second.on.localeCompare(first.on));

/**
 * Change a case as it now is: another tab may have changed it since it was drawn. Returns false when there is no room.
 * @param {string} id
 * @param {(pairs: Pair[]) => Pair[]} act
 */
export function change(id, act) {
  const kept = recall(KEY + id);
  return !kept || keep(KEY + id, act(kept.pairs));
}

/** @param {string} id */
export const remove = (id) => forget(KEY + id);

/**
 * Return what tells one case from another: the client and the invoices.
 * @param {Pair[]} pairs
 */
const identityOf = (pairs) => JSON.stringify([valueOf(pairs, "debtor-name"), ...invoiceNumbers(pairs)]);

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Return true for the same step in the letter and in the journal, which alone knows the client's reply.
 * @param {Step} first
 * @param {Step} second
 */
const isSameStep = (first, second) => first.step === second.step && first.sent_on === second.sent_on;

/**
 * Follow a case, with the letter just written as its last step; a case already followed is brought up to date. Returns
 * false when there is no room.
 * @param {Pair[]} pairs
 * @param {Step} step
 */
export function follow(pairs, step) {
  const known = cases().find((other) => identityOf(other.pairs) === identityOf(pairs));
  const steps = [...stepsOf(known?.pairs ?? []), ...stepsOf(pairs)].map((taken) => taken.step);
  const all = [...steps, step];
  const distinct = all.filter((taken, index) => all.findIndex((other) => isSameStep(taken, other)) === index);
  const others = pairs.filter(([name]) => !name.startsWith("earlier-"));
  const paid = (known?.pairs ?? []).filter(([name]) => name === "closed_on");
  return keep(KEY + (known?.id ?? newId()), distinct.reduce(withStep, [...others, ...paid]));
}

/** Return a copy of every case, as the text of a file. */
export const exported = () => JSON.stringify({ format: FORMAT, cases: cases() }, null, 1);

/**
 * Read a copy. All of it is read before anything is kept, and a case changed since the copy is left as it is. Returns
 * the number of cases kept. Throws when the text is no copy.
 * @param {string} text
 */
export function imported(text) {
  const copy = JSON.parse(text);
  if (copy?.format !== FORMAT || !Array.isArray(copy.cases)) throw new Error("not a copy of the journal");
  /** @type {Case[]} */
  const read = copy.cases.map(caseRead);
  return read.filter(isNewer).filter(({ id, on, pairs }) => keep(KEY + id, pairs, on)).length;
}

/**
 * Return a case of a copy, reduced to what is known: names and texts of ours.
 * @param {any} value
 * @returns {Case}
 */
const caseRead = (value) => ({
  id: /^[0-9a-f]{12}$/.test(value?.id) ? value.id : newId(),
  on: /^\d{4}-\d\d-\d\d$/.test(value?.on) ? value.on : today(),
  pairs: Array.isArray(value?.pairs) ? value.pairs.filter(isKnownPair) : [],
});

/** @param {unknown} pair */
const isKnownPair = (pair) => isPair(pair) && (isAnswer(pair[0]) || OWN.has(bare(pair[0])));

/** @param {Case} read */
function isNewer({ id, on, pairs }) {
  const kept = recall(KEY + id);
  return pairs.length > 0 && !(kept && kept.on > on);
}
