/** @file The journal: cases kept in the storage of the browser. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import "./page.js";

const journal = await import("../../site/courtois_site/scripts/journal.js");

const PAIRS = [
  ["debtor-name", "Boulangerie Moderne"],
  ["invoices-0-number", "F1"],
  ["earlier-2-step", "relance-1"],
  ["earlier-2-channel", "email"],
  ["earlier-2-sent_on", "2026-06-08"],
];
const STEP = { step: "relance-2", channel: "post", sent_on: "2026-06-20" };

const steps = () => journal.stepsOf(journal.cases()[0].pairs).map(({ step }) => [step.step, step.sent_on]);

beforeEach(() => {
  for (const key of Object.keys(localStorage)) localStorage.removeItem(key);
});

test("A case followed has the letter just written for last step", () => {
  assert.ok(journal.follow(PAIRS, STEP));
  assert.deepEqual(steps(), [["relance-1", "2026-06-08"], ["relance-2", "2026-06-20"]]);
});

test("The same case followed again keeps its steps and its day of payment", () => {
  journal.follow(PAIRS, STEP);
  const [{ id }] = journal.cases();
  journal.change(id, (pairs) => journal.closed(journal.withStep(pairs, { step: "appel", sent_on: "2026-06-30" })));
  journal.follow(PAIRS, STEP);
  assert.equal(journal.cases().length, 1);
  assert.deepEqual(steps().map(([step]) => step), ["relance-1", "relance-2", "appel"]);
  assert.notEqual(journal.valueOf(journal.cases()[0].pairs, "closed_on"), "");
});

test("Another client or another invoice is another case", () => {
  journal.follow(PAIRS, STEP);
  journal.follow([...PAIRS, ["invoices-1-number", "F2"]], STEP);
  assert.equal(journal.cases().length, 2);
});

test("A step is taken out with its answers alone", () => {
  const pairs = journal.withStep(PAIRS, { ...STEP, answer: "promet vendredi" });
  assert.equal(journal.valueOf(pairs, "earlier-3-answer"), "promet vendredi");
  assert.deepEqual(journal.withoutStep(pairs, 3), PAIRS);
});

test("A copy read again restores every case", () => {
  journal.follow(PAIRS, STEP);
  const [before] = journal.cases();
  const copy = journal.exported();
  journal.remove(before.id);
  assert.equal(journal.imported(copy), 1);
  assert.deepEqual(journal.cases(), [before]);
});

test("A copy keeps names and texts of ours alone", () => {
  const pairs = [["debtor-name", "A"], ["__proto__", "x"], ["note", 12], ["closed_on", "2026-11-19"], "x"];
  journal.imported(JSON.stringify({ format: "dossiers-1", cases: [{ id: "../x", on: "2026-11-20", pairs }] }));
  const [{ id, pairs: kept }] = journal.cases();
  assert.match(id, /^[0-9a-f]{12}$/);
  assert.deepEqual(kept, [["debtor-name", "A"], ["closed_on", "2026-11-19"]]);
});

test("A case changed since the copy is left as it is", () => {
  const id = "0123456789ab";
  const caseOf = (on, name) => ({ id, on, pairs: [["debtor-name", name]] });
  const copy = (...values) => JSON.stringify({ format: "dossiers-1", cases: [caseOf(...values)] });
  assert.equal(journal.imported(copy("2026-11-20", "new")), 1);
  assert.equal(journal.imported(copy("2026-11-19", "old")), 0);
  assert.equal(journal.valueOf(journal.cases()[0].pairs, "debtor-name"), "new");
});

test("Another file is refused, and nothing of it is kept", () => {
  for (const text of ["{}", "null", '{"format":"dossiers-1"}', "{"]) assert.throws(() => journal.imported(text));
  assert.deepEqual(journal.cases(), []);
});
