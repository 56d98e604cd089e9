/**
 * @file The answers of a shared case, in the form's own words. They are written node by node, as text. A name that the
 * form does not ask, or an answer that it does not offer, is not shown.
 */

import { findAll, make } from "./elements.js";
import { fieldNamed, isField } from "./form.js";
import { bare } from "./questions.js";
import { dayNodes } from "./text.js";

/** @import { Field, Pair } from "./form.js" */

/**
 * An answer that can be shown. `row` is the title of its row, « Facture 2 »; `answer` is the nodes of its words.
 * @typedef {object} Item
 * @property {Pair} pair
 * @property {HTMLElement} section
 * @property {string} row
 * @property {string} label
 * @property {(Node | string)[]} answer
 */

/**
 * Return the form's fields, by the name of their question without its row.
 * @param {HTMLFormElement} form
 */
function fieldsByQuestion(form) {
  const fields = findAll(HTMLElement, form, ".section :is(input, select, textarea)[name]").filter(isField);
  return new Map(fields.reverse().map((field) => [bare(field.name), field])); // the first of a name is kept
}

/**
 * Return an element's words, less those said aside.
 * @param {Element | null | undefined} element
 */
function wordsOf(element) {
  if (!element) return "";
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const aside of copy.querySelectorAll(".optional, .visually-hidden")) aside.remove();
  return copy.textContent?.trim() ?? "";
}

/** @param {Field} field */
const labelOf = (field) =>
  wordsOf(field.type === "radio" ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0]);

/**
 * Return an answer in words, as nodes; nothing when the form offers no such answer.
 * @param {Field} field
 * @param {string} value
 */
function answerOf(field, value) {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].filter((option) => option.value === value).map((option) => option.text);
  }
  if (field.type === "radio") return choiceOf(field, value);
  if (field.type === "checkbox") return value === field.value ? ["Oui"] : [];
  return field.type === "date" ? dayNodes(value) : [value];
}

/**
 * Return the words of the radio button that has this value.
 * @param {Field} field
 * @param {string} value
 */
function choiceOf(field, value) {
  const list = field.form && fieldNamed(field.form, field.name);
  const buttons = list instanceof RadioNodeList ? [...list].filter((node) => node instanceof HTMLInputElement) : [];
  return buttons.filter((radio) => radio.value === value).map((radio) => wordsOf(radio.labels?.[0]));
}

/**
 * Return the cards of the rows that a field lies in, the outermost first.
 * @param {Field} field
 */
function cardsAround(field) {
  const cards = [];
  for (let card = field.closest(".row-card"); card; card = card.parentElement?.closest(".row-card") ?? null) {
    cards.unshift(card);
  }
  return cards;
}

/**
 * Return « Facture 2, Paiement 1 »: the rows that a name lies in, titled as in the form and numbered in the order that
 * the reader meets them.
 * @param {Field} field
 * @param {string} name
 * @param {Map<string, string[]>} met the rows met so far, by group
 */
function rowTitle(field, name, met) {
  const cards = cardsAround(field);
  const rows = [...name.matchAll(/-\d+(?=-)/g)].map((match) => name.slice(0, (match.index ?? 0) + match[0].length));
  const titles = rows.map((row, depth) => {
    const group = row.replace(/\d+$/, "");
    const known = met.get(group) ?? [];
    if (!known.includes(row)) met.set(group, [...known, row]);
    const number = (met.get(group) ?? []).indexOf(row) + 1;
    return wordsOf(cards[depth]?.querySelector("legend")).replace(/\d+$/, "") + number;
  });
  return titles.join(", ");
}

/**
 * Return the answers that can be shown.
 * @param {HTMLFormElement} form
 * @param {Pair[]} pairs
 * @returns {Item[]}
 */
export function readable(form, pairs) {
  const fields = fieldsByQuestion(form);
  /** @type {Map<string, string[]>} */
  const met = new Map();
  return pairs.flatMap((pair) => {
    const [name, value] = pair;
    const field = fields.get(bare(name));
    const section = field?.closest(".section");
    const answer = field && value ? answerOf(field, value) : [];
    if (!field || !(section instanceof HTMLElement) || !answer.length) return [];
    return [{ pair, section, row: rowTitle(field, name, met), label: labelOf(field), answer }];
  });
}

/**
 * Return the answers of one row, under its title.
 * @param {string} row
 * @param {Item[]} items
 */
function writeRow(row, items) {
  const lines = items
    .filter((item) => item.row === row)
    .map(({ label, answer }) => make("div", {}, make("dt", {}, label), make("dd", {}, ...answer)));
  return [...(row ? [make("h4", {}, row)] : []), make("dl", {}, ...lines)];
}

/**
 * Return the answers, under the titles of their sections and of their rows.
 * @param {HTMLFormElement} form
 * @param {Item[]} items
 */
export const write = (form, items) =>
  findAll(HTMLElement, form, ".section").flatMap((section) => {
    const inside = items.filter((item) => item.section === section);
    if (!inside.length) return [];
    const rows = [...new Set(inside.map((item) => item.row))];
    const title = make("h3", {}, wordsOf(section.querySelector(".section-title")));
    return [title, ...rows.flatMap((row) => writeRow(row, inside))];
  });
