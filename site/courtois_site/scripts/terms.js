/* A due date in one press, from the invoice's own: the terms most often agreed, never chosen for the person. */

import { button, make } from "./elements.js";

const TERMS = [30, 45, 60]; // days, as contracts say them

function after(day, days) {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function choices(issued, due) {
  const lay = (days) => {
    due.value = after(issued.value, days);
    due.dispatchEvent(new Event("input", { bubbles: true }));
    due.focus();
  };
  const offered = TERMS.map((days) => button(`à ${days}\u00a0jours`, () => lay(days), "plain"));
  return make("span", { class: "terms", role: "group", "aria-label": "Remplir l’échéance" }, ...offered);
}

export function offerTerms(form) {
  for (const due of form.querySelectorAll("input[type=date][name$='-due_on'][name^='invoices-']")) {
    const issued = form.elements.namedItem(due.name.replace("due_on", "issued_on"));
    if (issued?.type !== "date") continue;
    const box = choices(issued, due);
    due.after(box);
    const show = () => { box.hidden = !issued.value || Boolean(due.value); };
    form.addEventListener("input", show);
    show();
  }
}
