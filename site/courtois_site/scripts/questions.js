/** @file What Python wrote in the page about the questions and the law: `courtois_site/script_data.py`. */

import { find } from "./elements.js";

/**
 * A question. `share` is the kind of answer that a link without names or amounts keeps; `counted` is true when a sum or
 * a day depends on the answer.
 * @typedef {{ share?: "choice" | "day", counted?: boolean }} Question
 */

/**
 * The whole of it. The name of a question in a row has 0 for index; `payment_terms` are days; `declaration` is the time
 * to declare a claim, in months and in words.
 * @typedef {object} ScriptData
 * @property {Record<string, Question>} questions
 * @property {Record<"largest_index" | "largest_body" | "most_answers" | "deepest" | "longest_name", number>} limits
 * @property {number[]} payment_terms
 * @property {{ months: number, words: string }} declaration
 */

/** @type {ScriptData} */
const data = JSON.parse(find(HTMLTemplateElement, document, "#questions").content.textContent ?? "");
const questions = new Map(Object.entries(data.questions));

export const LIMITS = data.limits;
export const PAYMENT_TERMS = data.payment_terms;
export const DECLARATION = data.declaration;

/**
 * Return the name of a question without the indices of its rows: `invoices-amount`.
 * @param {string} name
 */
export const bare = (name) => name.replace(/-\d+(?=-)/g, "");

/**
 * Return what is known of a question, in any row; undefined when no question has this name.
 * @param {string} name
 */
export const questionOf = (name) =>
  questions.get(
    name.replace(/-(0|[1-9]\d*)(?=-)/g, (part, index) => (Number(index) > LIMITS.largest_index ? part : "-0")),
  );

/**
 * Return the questions of one row, in the form's order: « step », « channel »…
 * @param {string} group
 */
export const questionsOfRow = (group) =>
  [...questions.keys()].filter((name) => name.startsWith(`${group}-0-`)).map((name) => name.slice(group.length + 3));
