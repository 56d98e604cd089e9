/** @file The page's form: its answers, and the parts of the page that prepare each form. */

import { findAll, findOptional } from "./elements.js";
import { report } from "./requests.js";
import { today } from "./text.js";

/**
 * An answer: the name of its question, and its text.
 * @typedef {[name: string, value: string]} Pair
 */

/**
 * A field that holds an answer.
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field
 */

/**
 * What one module adds to a form.
 * @typedef {(form: HTMLFormElement) => void} Part
 */

/** @type {Part[]} */
const parts = [];

/** Return the page's form, which each exchange with the function replaces. */
export const currentForm = () => findOptional(HTMLFormElement, document, "form.form");

/**
 * Run one part. An error is reported, and keeps no other part from running.
 * @param {Part} part
 * @param {HTMLFormElement} form
 */
function run(part, form) {
  try {
    part(form);
  } catch (error) {
    report(error);
  }
}

/**
 * Run a part on the page's form, now and each time the function gives another.
 * @param {Part} part
 */
export function eachForm(part) {
  parts.push(part);
  const form = currentForm();
  if (form) run(part, form);
}

/**
 * Run every part on a new form.
 * @param {HTMLFormElement} form
 */
export function prepareForm(form) {
  for (const part of parts) run(part, form);
}

/**
 * @param {unknown} element
 * @returns {element is Field}
 */
export const isField = (element) =>
  element instanceof HTMLInputElement
  || element instanceof HTMLSelectElement
  || element instanceof HTMLTextAreaElement;

/**
 * Return what holds an answer: one field, or radio buttons; null when the question is not asked here.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldNamed(form, name) {
  const element = form.elements.namedItem(name);
  return element instanceof RadioNodeList || isField(element) ? element : null;
}

/**
 * Return what the form would send, blank answers included, without the pair of any button.
 * @param {HTMLFormElement} form
 */
export function formPairs(form) {
  /** @type {Pair[]} */
  const pairs = [];
  for (const [name, value] of new FormData(form)) if (typeof value === "string") pairs.push([name, value]);
  return pairs;
}

/**
 * Return the answers that are not blank.
 * @param {HTMLFormElement} form
 */
export const answers = (form) => formPairs(form).filter(([, value]) => value !== "");

/**
 * Return the answer that a blank form already holds: today's date, or the first choice of a list.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function presetAnswer(form, name) {
  const field = fieldNamed(form, name);
  if (field instanceof HTMLInputElement && field.dataset.default) return today();
  return field instanceof HTMLSelectElement ? field.options[0]?.value : undefined;
}

/**
 * Return the answers that the person gave.
 * @param {HTMLFormElement} form
 */
export const givenAnswers = (form) => answers(form).filter(([name, value]) => value !== presetAnswer(form, name));

/**
 * Empty a form, with every trace of a review or a fault.
 * @param {HTMLFormElement} form
 */
export function emptyForm(form) {
  for (const trace of findAll(HTMLElement, form, ".review, .error-summary, .error")) trace.remove();
  for (const field of findAll(HTMLInputElement, form, "input")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  for (const field of findAll(HTMLTextAreaElement, form, "textarea")) field.value = "";
  for (const list of findAll(HTMLSelectElement, form, "select")) list.selectedIndex = 0;
}
