/** @file A due date in one press, from the invoice's own: the terms most often agreed, never chosen for the person. */

import { button, findAll, make } from "./elements.js";
import { fieldNamed } from "./form.js";
import { PAYMENT_TERMS } from "./questions.js";

/**
 * Return the day that comes so many days after another, both in ISO.
 * @param {string} day
 * @param {number} days
 */
export function dayAfter(day, days) {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/**
 * @param {HTMLInputElement} issued
 * @param {HTMLInputElement} due
 */
function makeButtons(issued, due) {
  /** @param {number} days */
  const fill = (days) => {
    due.value = dayAfter(issued.value, days);
    due.dispatchEvent(new Event("input", { bubbles: true }));
    due.focus();
  };
  const buttons = PAYMENT_TERMS.map((days) => button(`à ${days}\u00a0jours`, () => fill(days), "plain"));
  return make("span", { class: "terms", role: "group", "aria-label": "Remplir l’échéance" }, ...buttons);
}

/** @param {HTMLFormElement} form */
export function offerPaymentTerms(form) {
  for (const due of findAll(HTMLInputElement, form, "input[type=date][name$='-due_on'][name^='invoices-']")) {
    const issued = fieldNamed(form, due.name.replace("due_on", "issued_on"));
    if (!(issued instanceof HTMLInputElement) || issued.type !== "date") continue;
    const buttons = makeButtons(issued, due);
    due.after(buttons);
    const show = () => { buttons.hidden = !issued.value || Boolean(due.value); };
    form.addEventListener("input", show);
    show();
  }
}
