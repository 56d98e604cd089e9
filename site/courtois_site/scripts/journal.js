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

export const change = (id, pairs) => keep(KEY + id, pairs);
export const remove = (id) => forget(KEY + id);

const identity = (pairs) => JSON.stringify([value(pairs, "debtor-name"), ...numbers(pairs)]);
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* Follow a case, with the letter just written as its last step; the one already followed is brought up to date. */
export function follow(pairs, step) {
  const known = cases().find((one) => identity(one.pairs) === identity(pairs));
  const answered = (known?.pairs ?? []).filter(([name]) => OWN.has(bare(name)) && name !== "closed_on");
  const again = steps(pairs).some((one) => one.step === step.step && one.sent_on === step.sent_on);
  return change(known?.id ?? fresh(), again ? pairs : withStep([...pairs, ...answered], step));
}

/* A copy, and what a copy read anew holds: only names and texts of ours. */
export const exported = () => JSON.stringify({ format: FORMAT, cases: cases() }, null, 1);

export function imported(text) {
  const copy = JSON.parse(text);
  if (copy?.format !== FORMAT || !Array.isArray(copy.cases)) throw new Error("another file");
  let read = 0;
  for (const { id, pairs } of copy.cases) {
    const own = Array.isArray(pairs) ? pairs.filter(isOurs) : [];
    if (own.length && change(/^[0-9a-f]{12}$/.test(id) ? id : fresh(), own)) read += 1;
  }
  return read;
}

const isOurs = (pair) =>
  Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string")
  && (isAnswer(pair[0]) || OWN.has(bare(pair[0])));
