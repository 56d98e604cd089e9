/** @file Days, payment terms and conditions: what needs neither a page nor a request. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";

const { frenchDay, momentNodes, today } = await import("../../site/courtois_site/scripts/text.js");
const { dayAfter } = await import("../../site/courtois_site/scripts/payment-terms.js");
const { conditionsOf, holds } = await import("../../site/courtois_site/scripts/conditional-fields.js");

test("A day is written as the French write it", () => {
  assert.equal(frenchDay("2026-05-01"), "1er\u00a0mai\u00a02026");
  assert.equal(frenchDay("2026-11-21"), "21\u00a0novembre\u00a02026");
  assert.equal(frenchDay("2028-02-29"), "29\u00a0février\u00a02028");
});

test("A text that is no day comes back as it is", () => {
  for (const text of ["", "hier", "2026-02-30", "2026-13-01", "2026-5-1"]) assert.equal(frenchDay(text), text);
});

test("A moment is written where the person is", () => {
  const moment = new Date(2026, 10, 29, 14, 5);
  assert.equal(momentNodes(moment.toISOString()).join(""), "29\u00a0novembre\u00a02026 à 14\u00a0h\u00a005");
});

test("Today is written as a field wants it", () => {
  assert.match(today(), /^\d{4}-\d\d-\d\d$/);
});

test("Days are added across months and leap years", () => {
  assert.equal(dayAfter("2026-05-01", 30), "2026-05-31");
  assert.equal(dayAfter("2028-01-31", 30), "2028-03-01");
  assert.equal(dayAfter("2026-12-02", 45), "2027-01-16");
  assert.equal(dayAfter("2026-03-28", 60), "2026-05-27");
});

test("A condition names questions and their answers", () => {
  assert.deepEqual(conditionsOf("debtor-kind: public professional; penalties: claim"), [
    { name: "debtor-kind", values: ["public", "professional"] },
    { name: "penalties", values: ["claim"] },
  ]);
});

test("A condition holds for one of its answers, or for any other", () => {
  assert.ok(holds("public", ["public", "professional"]));
  assert.ok(!holds("", ["public"]));
  assert.ok(holds("", ["!consumer"]));
  assert.ok(!holds("consumer", ["!consumer"]));
});
