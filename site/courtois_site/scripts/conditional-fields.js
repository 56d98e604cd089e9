/**
 * @file Only the questions that the other answers call for. Without scripts, all of them are there.
 *
 * `data-when="debtor-kind: public; penalties: claim"` means that each question named has one of the answers given;
 * `!consumer` is any other answer, or none yet. A hidden answer is kept; an answer to mend is shown.
 */

import { findAll } from "./elements.js";

/**
 * @typedef {{ name: string, values: string[] }} Condition
 */

/**
 * Return the conditions that an attribute writes.
 * @param {string} text
 * @returns {Condition[]}
 */
export const conditionsOf = (text) =>
  text.split(";").map((part) => {
    const [name = "", values = ""] = part.split(":").map((side) => side.trim());
    return { name, values: values.split(" ") };
  });

/**
 * Return true when an answer is one of those given.
 * @param {string} answer
 * @param {string[]} values
 */
export const holds = (answer, values) =>
  values.some((value) => (value.startsWith("!") ? answer !== value.slice(1) : answer === value));

/** @param {HTMLFormElement} form */
function showRelevant(form) {
  const answers = new FormData(form);
  for (const box of findAll(HTMLElement, form, "[data-when]")) {
    const conditions = conditionsOf(box.dataset.when ?? "");
    const relevant = conditions.every(({ name, values }) => holds(String(answers.get(name) ?? ""), values));
    const shown = relevant || box.querySelector(".error, [aria-invalid]") !== null;
    if (shown && box.hidden && box instanceof HTMLDetailsElement) box.open = true; // an answer has just called for it
    box.hidden = !shown;
  }
}

/** @param {HTMLFormElement} form */
export function keepRelevant(form) {
  form.addEventListener("change", () => showRelevant(form));
  showRelevant(form);
}
