/** @file Today's figures of a case, which the function counts. */

import { valueOf } from "./journal.js";
import { questionOf } from "./questions.js";
import { today } from "./text.js";

/** @import { Pair } from "./form.js" */

/**
 * The figures: a total in euros, the next step if there is one, the last safe day to sue, in ISO. `safe_sure` is false
 * when that day may come earlier; `claimed` is false when late-payment interest is claimed but could not be counted,
 * for want of its rate.
 * @typedef {object} Figures
 * @property {number} total
 * @property {{ slug: string, on: string } | null} next_step
 * @property {{ safe: string, safe_sure: boolean }} limitation
 * @property {boolean} claimed
 */

/**
 * Return the same answers, of today. The deadline of the letter does not count.
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
export const datedToday = (pairs) => [
  ...pairs.filter(([name]) => name !== "dated_on" && name !== "pay_by"),
  ["dated_on", today()],
];

/**
 * Return the same answers, without any claim of late-payment interest.
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
const withoutPenalties = (pairs) => [...pairs.filter(([name]) => name !== "penalties"), ["penalties", "none"]];

/**
 * Ask the function. Returns null when it refuses the answers.
 * @param {Pair[]} pairs
 * @returns {Promise<Omit<Figures, "claimed"> | null>}
 */
async function request(pairs) {
  const answer = await fetch("/api/decompte", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(Object.fromEntries(datedToday(pairs))),
  });
  return answer.ok ? answer.json() : null;
}

/**
 * Return today's figures, counted from what they depend on: no name, no address, no account. A claim whose rate is
 * missing is counted without late-payment interest. Throws when the function gives none.
 * @param {Pair[]} all
 * @returns {Promise<Figures>}
 */
export async function figuresOf(all) {
  const pairs = all.filter(([name]) => questionOf(name)?.counted);
  const claims = valueOf(pairs, "penalties") === "claim";
  const rated = valueOf(pairs, "late_rate") !== "" || valueOf(pairs, "debtor-kind") !== "professional";
  const whole = claims && rated ? await request(pairs) : null;
  if (whole) return { ...whole, claimed: true };
  const reduced = await request(withoutPenalties(pairs));
  if (reduced) return { ...reduced, claimed: !claims };
  throw new Error("the function gives no figures");
}
