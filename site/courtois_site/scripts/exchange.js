/** @file Exchanges with the function: answers are posted, and the form it gives back replaces the page's own. */

import { findOptional } from "./elements.js";
import { answers, fieldNamed, formPairs, isField, prepareForm } from "./form.js";
import { parse } from "./html.js";
import { ShownError, timeLimit } from "./requests.js";

/** @import { Pair } from "./form.js" */

/**
 * What the function answers: a file, or the form that now stands in the page. `typing` is true when the person was
 * typing in the form and still is.
 * @typedef {{ file: Response } | { next: HTMLFormElement, typing: boolean }} Answer
 */

const PATIENCE = 30000; // milliseconds to wait for an answer
const UNREACHED = "Le service ne répond pas\u00a0: vos réponses sont intactes. Réessayez dans un instant.";

let latest = 0; // the number of the last exchange: answers to earlier ones come too late

/**
 * Wait for something from the service. Throws ShownError when it does not come.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export const received = (promise) => promise.catch(() => { throw new ShownError(UNREACHED); });

/**
 * Return what the form sends when a button is pressed. The button's pair is appended by hand: Chrome 111 and
 * Safari 16.3 ignore the button given to `FormData`.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} [button]
 */
export function formBody(form, button) {
  const pairs = formPairs(form);
  if (button?.name) pairs.push([button.name, button.value]);
  return pairs;
}

/**
 * @param {string} address
 * @param {Pair[]} pairs
 */
export const post = (address, pairs) =>
  fetch(address, { method: "POST", body: new URLSearchParams(pairs), signal: timeLimit(PATIENCE) });

/**
 * Post answers and put the form given back in the page. Throws ShownError when neither a form nor a file comes.
 * @param {HTMLFormElement} form
 * @param {string} address
 * @param {Pair[]} pairs
 * @returns {Promise<Answer>}
 */
export async function exchange(form, address, pairs) {
  const number = (latest += 1);
  const before = new Map(answers(form));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await received(post(address, pairs));
    if (answer.headers.get("Content-Disposition") !== null) return { file: answer };
    const page = parse(await received(answer.text()));
    if (number !== latest || !form.isConnected) throw new ShownError(""); // a later exchange has begun
    const next = findOptional(HTMLFormElement, page, "form.form");
    if (!next) throw new ShownError(page.querySelector("main [role=alert]")?.textContent ?? UNREACHED);
    return { next, typing: replaceForm(form, next, before) };
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/**
 * Fill the form with other answers, rows included, and return the new form. Throws when the function is out of reach.
 * @param {HTMLFormElement} form
 * @param {Pair[]} pairs
 */
export async function refill(form, pairs) {
  const answer = await exchange(form, form.dataset.again ?? "", pairs);
  if ("file" in answer) throw new ShownError(UNREACHED);
  return answer.next;
}

/**
 * Put the new form in the place of the former. Returns true when the person is still typing in it.
 * @param {HTMLFormElement} form
 * @param {HTMLFormElement} next
 * @param {Map<string, string>} before the answers when the exchange began
 */
function replaceForm(form, next, before) {
  const typed = carryTyping(form, next, before);
  const selection = typed instanceof HTMLSelectElement ? null : typed && selectionOf(typed);
  form.replaceWith(next);
  prepareForm(next);
  const field = typed && fieldNamed(next, typed.name);
  if (!isField(field)) return Boolean(field);
  field.focus({ preventScroll: true });
  if (selection && !(field instanceof HTMLSelectElement)) field.setSelectionRange(...selection);
  return true;
}

/**
 * Return where the caret stands; null in a field that has none, such as a date.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @returns {[start: number, end: number | null] | null}
 */
const selectionOf = (field) =>
  typeof field.selectionStart === "number" ? [field.selectionStart, field.selectionEnd] : null;

/**
 * Copy to the new form what was typed during the exchange. Returns the field that the person is typing in, if any.
 * @param {HTMLFormElement} form
 * @param {HTMLFormElement} next
 * @param {Map<string, string>} before
 */
function carryTyping(form, next, before) {
  const now = new Map(answers(form));
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const changed = names.filter((name) => before.get(name) !== now.get(name));
  for (const name of changed) setAnswer(next, name, now.get(name));
  const typed = document.activeElement;
  return isField(typed) && form.contains(typed) && changed.includes(typed.name) ? typed : null;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string | undefined} value undefined for a blank answer
 */
function setAnswer(form, name, value) {
  const field = fieldNamed(form, name);
  if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value !== undefined;
  else if (field) field.value = value ?? "";
}
