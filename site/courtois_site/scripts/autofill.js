/** @file Answers that a script fills in: every listener hears of them, and they can be taken back. */

import { fieldNamed } from "./form.js";

/** @import { Field, Pair } from "./form.js" */

/**
 * Return the answer to a question asked in this form.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const valueNow = (form, name) => fieldNamed(form, name)?.value ?? "";

/**
 * Give answers to the questions asked in this form, then let every listener hear of those that changed.
 * @param {HTMLFormElement} form
 * @param {Pair[]} pairs
 */
function fill(form, pairs) {
  const changed = pairs.filter(([name, value]) => valueNow(form, name) !== value);
  const targets = changed.map(([name, value]) => put(fieldNamed(form, name), value));
  for (const target of targets) {
    for (const kind of ["input", "change"]) target?.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

/**
 * Put an answer in its field. Returns where its events start: the field, or one of its radio buttons.
 * @param {Field | RadioNodeList | null} field
 * @param {string} value
 */
function put(field, value) {
  if (!(field instanceof RadioNodeList)) {
    if (field) field.value = value;
    return field;
  }
  const buttons = [...field].filter((node) => node instanceof HTMLInputElement);
  for (const radio of buttons) radio.checked = radio.value === value;
  return buttons.find((radio) => radio.checked) ?? buttons[0];
}

/** Answers filled in at once, which can be taken back. A question not asked in the form is passed over. */
export class Autofill {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, string>} values
   */
  constructor(form, values) {
    this.values = Object.entries(values).filter(([name]) => fieldNamed(form, name));
    /** @type {Pair[]} */
    this.before = this.values.map(([name]) => [name, valueNow(form, name)]);
    fill(form, this.values);
  }

  /** True when an answer took the place of another. */
  get replaced() {
    const now = new Map(this.values);
    return this.before.some(([name, value]) => value !== "" && value !== now.get(name));
  }

  /**
   * Put the former answers back, but for those that the person changed since.
   * @param {HTMLFormElement} form
   */
  undo(form) {
    const filled = new Map(this.values);
    fill(form, this.before.filter(([name]) => fieldNamed(form, name)?.value === filled.get(name)));
  }
}
