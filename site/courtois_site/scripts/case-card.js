/** @file The card of a case in the journal: its sum, its next step, its last day, and what was done. */

import { figuresOf } from "./case-figures.js";
import { button, find, findAll, findOptional, make } from "./elements.js";
import { invoiceNumbers, stepsOf, valueOf, withStep, withoutStep } from "./journal.js";
import { dayNodes, say, today } from "./text.js";

/** @import { Figures } from "./case-figures.js" */
/** @import { Pair } from "./form.js" */
/** @import { Case, Step } from "./journal.js" */

/**
 * What a card does to its case: it changes the answers kept.
 * @typedef {(act: (pairs: Pair[]) => Pair[]) => void} Store
 */

const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const WORDS = {
  later: "La somme et l’étape suivante n’ont pas pu être calculées\u00a0: réessayez plus tard.",
  sure: ", compté au plus prudent.",
  unsure: " au plus tard, peut-être avant\u00a0: la fin de la prestation n’est pas indiquée.",
};
const RUNNING = ".running, .add, [data-act=write], [data-act=calendar], [data-act=paid]"; // hidden once it is paid
const LINE = { start: 20, length: 960, mark: 3 }; // of the drawing, in its own units

const model = find(HTMLTemplateElement, document, "#dossier").content;

/**
 * Return the title of a step, which the page lists.
 * @param {string | undefined} slug
 */
const titleItem = (slug) => findOptional(HTMLElement, document, `#titres [data-slug="${CSS.escape(slug ?? "")}"]`);

/** @param {string | undefined} slug */
const titleOf = (slug) => titleItem(slug)?.textContent ?? slug ?? "";

/**
 * Return « par courriel » for a channel: the page writes it beside each choice.
 * @param {string | undefined} channel
 */
const wayOf = (channel) =>
  findOptional(HTMLElement, model, `[name=channel] [value="${CSS.escape(channel ?? "")}"]`)?.dataset.way ?? "";

/**
 * Draw a case.
 * @param {Case} followed
 * @param {Store} store
 */
export function drawCase({ id, pairs }, store) {
  const copy = document.importNode(model, true);
  const card = find(HTMLElement, copy, "article");
  const paid = valueOf(pairs, "closed_on") !== "";
  const steps = stepsOf(pairs);
  const numbers = invoiceNumbers(pairs).filter(Boolean).join(", ");
  card.dataset.id = id;
  say(find(HTMLElement, card, "h2"), `${valueOf(pairs, "debtor-name") || "Client"}, ${numbers || "facture"}`);
  find(HTMLElement, card, ".closed").hidden = !paid;
  for (const part of findAll(HTMLElement, card, RUNNING)) part.hidden = paid;
  find(HTMLElement, card, ".journal").replaceChildren(...steps.map(({ step, row }) => drawStep(step, row, store)));
  find(HTMLElement, card, ".none").hidden = steps.length > 0;
  prepareNote(card, store);
  if (!paid) showFigures(card, pairs);
  return card;
}

/**
 * Prepare the form that notes a step.
 * @param {HTMLElement} card
 * @param {Store} store
 */
function prepareNote(card, store) {
  const day = find(HTMLInputElement, card, "[name=sent_on]");
  day.value = today();
  day.max = today();
  const note = find(HTMLFormElement, card, "form");
  note.addEventListener("submit", (event) => {
    event.preventDefault();
    const step = /** @type {Step} */ (Object.fromEntries(new FormData(note)));
    store((pairs) => withStep(pairs, step));
  });
}

/**
 * @param {Step} step
 * @param {number} row
 * @param {Store} store
 */
function drawStep(step, row, store) {
  const day = make("strong", {}, ...dayNodes(step.sent_on ?? ""));
  const item = make("li", {}, day, `\u00a0: ${titleOf(step.step)} ${wayOf(step.channel)}`);
  if (step.answer) item.append(`. Réponse\u00a0: ${step.answer}`);
  const undo = button("Retirer", () => store((pairs) => withoutStep(pairs, row)), "plain");
  undo.setAttribute("aria-label", `Retirer\u00a0: ${titleOf(step.step)}`);
  item.append(" ", undo);
  return item;
}

/**
 * @param {HTMLElement} card
 * @param {Pair[]} pairs
 */
async function showFigures(card, pairs) {
  const write = find(HTMLElement, card, "[data-act=write]");
  try {
    const figures = await figuresOf(pairs);
    sayFigures(card, figures);
    card.dataset.next = figures.next_step?.slug ?? "";
    write.hidden = !titleItem(figures.next_step?.slug)?.hasAttribute("data-letter");
    drawLine(find(SVGElement, card, ".days-line"), pairs, figures.limitation.safe);
  } catch {
    say(find(HTMLElement, card, ".due"), WORDS.later);
    find(SVGElement, card, ".days-line").setAttribute("hidden", "");
    write.hidden = true;
  }
}

/**
 * @param {HTMLElement} card
 * @param {Figures} figures
 */
function sayFigures(card, { total, claimed, next_step: next, limitation }) {
  const missing = claimed ? "" : ", hors pénalités\u00a0: il manque leur taux";
  say(find(HTMLElement, card, ".due"), `${euros.format(total)} dus aujourd’hui${missing}`);
  const coming = next
    ? [`Prochaine étape\u00a0: ${titleOf(next.slug).toLowerCase()}, le `, ...dayNodes(next.on), "."]
    : ["Il ne reste rien à demander."];
  find(HTMLElement, card, ".coming").replaceChildren(...coming);
  const last = dayNodes(limitation.safe);
  const certainty = limitation.safe_sure ? WORDS.sure : WORDS.unsure;
  find(HTMLElement, card, ".until").replaceChildren("Un juge peut être saisi jusqu’au ", ...last, certainty);
}

/**
 * Draw where today stands, from the first due date to the last safe day.
 * @param {SVGElement} line
 * @param {Pair[]} pairs
 * @param {string} safe
 */
function drawLine(line, pairs, safe) {
  const due = pairs.filter(([name]) => /^invoices-\d+-due_on$/.test(name)).map(([, day]) => Date.parse(day));
  const first = Math.min(...due);
  const gone = (Date.parse(today()) - first) / Math.max(Date.parse(safe) - first, 1);
  const x = Math.round(LINE.start + Math.min(Math.max(gone, 0), 1) * LINE.length);
  find(SVGElement, line, ".days-gone").setAttribute("width", String(x));
  find(SVGElement, line, ".mark--today").setAttribute("x", String(x - LINE.mark));
}
