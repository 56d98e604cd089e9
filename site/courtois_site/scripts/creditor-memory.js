/** @file The details of the person who writes, kept in this browser for the next letter. */

import { fieldNamed, givenAnswers } from "./form.js";
import { keep, recall } from "./storage.js";

const CREDITOR = "creditor";

/**
 * Return true for a question about the person who writes.
 * @param {string} name
 */
export const isAboutCreditor = (name) => name.startsWith("creditor-") || name === "place";

/** Return the details kept, or undefined. An empty list means that the person does not want them kept. */
export const creditorDetails = () => recall(CREDITOR)?.pairs;

/** Return the name that details are kept under, or "". */
export const creditorName = () => new Map(creditorDetails()).get("creditor-name") ?? "";

/** Keep no details, now and after the next letters. */
export const neverKeepCreditor = () => keep(CREDITOR, []);

/**
 * Keep the details typed in a form, and those that another letter asked for. Nothing is kept when the person does not
 * want it, unless `anew`.
 * @param {HTMLFormElement} form
 * @param {{ anew?: boolean }} [options]
 */
export function keepCreditor(form, { anew = false } = {}) {
  const kept = creditorDetails();
  if (kept?.length === 0 && !anew) return;
  const elsewhere = (kept ?? []).filter(([name]) => !fieldNamed(form, name));
  keep(CREDITOR, [...elsewhere, ...givenAnswers(form).filter(([name]) => isAboutCreditor(name))]);
}

/**
 * Fill in the details kept, and open the folds that hold them.
 * @param {HTMLFormElement} form
 */
export function fillInCreditor(form) {
  for (const [name, value] of creditorDetails() ?? []) {
    const field = fieldNamed(form, name);
    if (field) field.value = value;
    if (value && field && !(field instanceof RadioNodeList)) field.closest("details")?.setAttribute("open", "");
  }
  for (const kind of ["input", "change"]) form.dispatchEvent(new Event(kind, { bubbles: true }));
}
