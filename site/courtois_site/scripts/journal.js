/* The cases this browser follows. A case is its answers, under the form's own names: its steps are the
   rows `earlier-N-…`, to which `answer` adds what was replied; `closed_on` says when it was paid. */

import { bare, isAnswer } from "./link.js";
import { forget, keep, keptUnder, recall } from "./storage.js";
import { today } from "./words.js";

const KEY = "dossier:";
const FORMAT = "dossiers-1";
const OWN = new Set(["closed_on", "earlier-answer"]);
const STEP = ["step", "channel", "sent_on", "presented_on", "answer"];

export const value = (pairs, name) => pairs.find(([asked]) => asked === name)?.[1] ?? "";
const rows = (pairs, group) =>
  [...new Set(pairs.map(([name]) => name.match(`^${group}-(\\d+)-`)?.[1]).filter(Boolean))].map(Number);

export const numbers = (pairs) => rows(pairs, "invoices").map((row) => value(pairs, `invoices-${row}-number`));

/* The steps of a case, oldest first, each with the row it stands in. */
export const steps = (pairs) =>
  rows(pairs, "earlier")
    .map((row) => ({ row, ...Object.fromEntries(STEP.map((name) => [name, value(pairs, `earlier-${row}-${name}`)])) }))
    .sort((one, other) => one.sent_on.localeCompare(other.sent_on));

export function withStep(pairs, step) {
  const row = Math.max(-1, ...rows(pairs, "earlier")) + 1;
  const told = STEP.filter((name) => step[name]).map((name) => [`earlier-${row}-${name}`, step[name]]);
  return [...pairs, ...told];
}

export const withoutStep = (pairs, row) => pairs.filter(([name]) => !name.startsWith(`earlier-${row}-`));

export const closed = (pairs) => [...pairs.filter(([name]) => name !== "closed_on"), ["closed_on", today()]];

/* Every case followed, the last changed first. */
export const cases = () =>
  keptUnder(KEY)
    .map((name) => ({ id: name.slice(KEY.length), ...recall(name) }))
    .filter(({ pairs }) => pairs)
    .sort((one, other) => other.on.localeCompare(one.on));

/* Change a case as it stands now: another tab may have changed it since it was drawn. */
export function change(id, act) {
  const kept = recall(KEY + id);
  return !kept || keep(KEY + id, act(kept.pairs));
}

export const remove = (id) => forget(KEY + id);

const identity = (pairs) => JSON.stringify([value(pairs, "debtor-name"), ...numbers(pairs)]);
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* Follow a case, with the letter just written as its last step; the one already followed is brought up to date. */
export function follow(pairs, step) {
  const known = cases().find((one) => identity(one.pairs) === identity(pairs));
  const done = [...steps(known?.pairs ?? []), ...steps(pairs), step];
  const once = done.filter((one, place) => done.findIndex((other) => same(one, other)) === place);
  const bare = pairs.filter(([name]) => !name.startsWith("earlier-"));
  const paid = (known?.pairs ?? []).filter(([name]) => name === "closed_on");
  return keep(KEY + (known?.id ?? fresh()), once.reduce(withStep, [...bare, ...paid]));
}

/* The same step told twice, by the letter and by the journal, which alone knows the answer. */
const same = (one, other) => one.step === other.step && one.sent_on === other.sent_on;

/* A copy, and what a copy read anew holds: only names and texts of ours. */
export const exported = () => JSON.stringify({ format: FORMAT, cases: cases() }, null, 1);

/* All of it is read before any is kept; a case changed since the copy is left as it is. Gives how many were kept. */
export function imported(text) {
  const copy = JSON.parse(text);
  if (copy?.format !== FORMAT || !Array.isArray(copy.cases)) throw new Error("another file");
  const read = copy.cases.map((one) => ({
    id: /^[0-9a-f]{12}$/.test(one?.id) ? one.id : fresh(),
    on: /^\d{4}-\d\d-\d\d$/.test(one?.on) ? one.on : today(),
    pairs: Array.isArray(one?.pairs) ? one.pairs.filter(isOurs) : [],
  }));
  const newer = ({ id, on, pairs }) => pairs.length > 0 && !(recall(KEY + id)?.on > on);
  return read.filter(newer).filter(({ id, on, pairs }) => keep(KEY + id, pairs, on)).length;
}

const isOurs = (pair) =>
  Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string")
  && (isAnswer(pair[0]) || OWN.has(bare(pair[0])));
