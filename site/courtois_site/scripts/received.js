/* A case that someone shared: read-only, above the form, in the form's own words. It is written node by
   node, as text; a name the form does not ask, or an answer it does not offer, is neither shown nor kept. */

import { button, make } from "./elements.js";
import { currentForm, refill, told } from "./form.js";
import { LinkFault, bare, decode } from "./link.js";
import { close, closed, leaveAddress, open } from "./panel.js";
import { report } from "./requests.js";
import { isSealed, open as unsealed } from "./sealed.js";
import { dayWritten, say } from "./words.js";

const WORDS = {
  title: "Un dossier vous est partagé",
  coming: "Le dossier arrive…",
  intro: "Voici ses réponses, à lire. «\u00a0Vous\u00a0» y désigne la personne qui a fait le lien. Rien n’est encore dans le formulaire.",
  sure: "Le formulaire contient déjà des réponses\u00a0: elles seront remplacées, et leur brouillon aussi.",
  copying: "Le dossier se duplique…",
  done: "Le dossier est dans votre formulaire. Relisez chaque réponse avant d’envoyer.",
  lost: "Le dossier n’a pas pu être dupliqué, faute de réponse du service. Réessayez dans un instant.",
  broken: "Ce lien ne s’ouvre pas",
  go: "Le formulaire ci-dessous reste à votre disposition.",
};
const FAULTS = {
  damaged: "Il a sans doute été coupé ou changé en route. Demandez à la personne qui vous l’a envoyé de le copier à nouveau, en entier.",
  version: "Il vient d’une autre version de Courtois. Demandez à la personne qui vous l’a envoyé d’en faire un nouveau.",
  foreign: "Ce dossier ne contient aucune réponse aux questions de cette lettre.",
  browser: "Votre navigateur ne peut pas le lire ici. Ouvrez-le dans une version plus récente, à une adresse en https.",
  never: "Ce site ne garde pas de liens courts. Demandez un lien long à la personne qui vous l’a envoyé.",
  gone: "Il a expiré ou n’existe pas. Demandez-en un nouveau à la personne qui vous l’a envoyé.",
  busy: "Beaucoup de liens s’ouvrent en ce moment. Le lien reste bon\u00a0: réessayez dans une minute.",
  away: "Le service ne répond pas. Le lien reste bon\u00a0: réessayez dans un instant.",
};

/* The form's questions by the name they bear whatever their row. */
const questions = (form) => new Map([...form.querySelectorAll(".section :is(input, select, textarea)[name]")].reverse()
  .map((field) => [bare(field.name), field]));

/* An element's words, less those said aside. */
function wordsOf(element) {
  const copy = element.cloneNode(true);
  for (const aside of copy.querySelectorAll(".optional, .visually-hidden")) aside.remove();
  return copy.textContent.trim();
}

const labelOf = (field) => wordsOf(field.type === "radio" ? field.closest("fieldset").querySelector("legend") : field.labels[0]);

/* The answer in words, as nodes to append; nothing when the form offers no such answer. */
function answerOf(field, value) {
  if (field.type === "radio") {
    const chosen = [...field.form.elements.namedItem(field.name)].find((one) => one.value === value);
    return chosen && [wordsOf(chosen.labels[0])];
  }
  if (field.type === "checkbox") return value === field.value ? ["Oui"] : undefined;
  if (field.options) return [...field.options].filter((one) => one.value === value).map((one) => one.text);
  return field.type === "date" ? dayWritten(value) : [value];
}

/* « Facture 2, Paiement 1 »: the rows a name lies in, counted as the reader meets them, titled as in the form. */
function rowsOf(field, name, counts) {
  const cards = [];
  for (let card = field.closest(".row-card"); card; card = card.parentElement.closest(".row-card")) cards.unshift(card);
  const starts = [...name.matchAll(/-\d+(?=-)/g)].map((match) => name.slice(0, match.index + match[0].length));
  return starts.map((row, depth) => {
    const group = row.replace(/\d+$/, "");
    const seen = counts.get(group) ?? counts.set(group, []).get(group);
    if (!seen.includes(row)) seen.push(row);
    return wordsOf(cards[depth].querySelector("legend")).replace(/\d+$/, "") + (seen.indexOf(row) + 1);
  }).join(", ");
}

/* What can be shown: {pair, section, row, label, answer}. */
function readable(form, pairs) {
  const known = questions(form);
  const counts = new Map();
  return pairs.flatMap((pair) => {
    const [name, value] = pair;
    const field = known.get(bare(name));
    const answer = field && value && answerOf(field, value);
    if (!answer?.length) return [];
    return [{ pair, section: field.closest(".section"), row: rowsOf(field, name, counts), label: labelOf(field), answer }];
  });
}

/* Under each section's title, the answers; those of a row under the row's own. */
function written(form, items) {
  return [...form.querySelectorAll(".section")].flatMap((section) => {
    const inside = items.filter((item) => item.section === section);
    const lists = [...new Set(inside.map((item) => item.row))].flatMap((row) => {
      const answers = inside.filter((item) => item.row === row);
      const lines = answers.map(({ label, answer }) => make("div", {}, make("dt", {}, label), make("dd", {}, ...answer)));
      return [...(row ? [make("h4", {}, row)] : []), make("dl", {}, ...lines)];
    });
    return inside.length ? [make("h3", {}, wordsOf(section.querySelector(".section-title"))), ...lists] : [];
  });
}

function showFault(reason) {
  const acts = [button("Fermer", closed)];
  if (reason === "away" || reason === "busy") acts.unshift(button("Réessayer", () => show(location.hash), "button"));
  open(WORDS.broken, make("p", {}, FAULTS[reason]), make("p", {}, WORDS.go), make("p", { class: "row-actions" }, ...acts));
}

function showCase(pairs) {
  const form = currentForm();
  const items = readable(form, pairs);
  if (!items.length) return showFault("foreign");
  const status = make("p", { class: "status", role: "status", tabindex: "-1" });
  const sure = make("p", { tabindex: "-1", hidden: "" }, WORDS.sure);
  const duplicate = () => copyInto(items.map((item) => item.pair), status);
  const replace = button("Remplacer mes réponses", duplicate, "button");
  const first = button("Dupliquer", () => {
    if (!told(currentForm()).length) return duplicate();
    first.replaceWith(replace); // what is typed already goes only when the person says so
    sure.hidden = false;
    sure.focus();
  }, "button");
  open(
    WORDS.title,
    make("p", { class: "section-intro" }, WORDS.intro),
    make("div", { class: "received-answers" }, ...written(form, items)),
    sure,
    status,
    make("p", { class: "row-actions" }, first, button("Fermer", closed)),
  );
}

async function copyInto(pairs, status) {
  const form = currentForm();
  if (form.getAttribute("aria-busy") === "true") return; // pressed twice
  say(status, WORDS.copying);
  try {
    await refill(form, pairs);
  } catch {
    return say(status, WORDS.lost);
  }
  leaveAddress();
  say(status, WORDS.done);
  const panel = document.querySelector(".received");
  panel.removeAttribute("aria-labelledby");
  panel.replaceChildren(status);
  status.focus();
}

/* The answers of either link; the service may take a moment to give those of a short one. */
async function answersOf(fragment) {
  if (!isSealed(fragment)) return decode(fragment);
  open(WORDS.title, make("p", {}, WORDS.coming));
  return decode(await unsealed(fragment));
}

export async function show(fragment) {
  let pairs;
  let fault;
  try {
    pairs = await answersOf(fragment);
  } catch (error) {
    fault = error instanceof LinkFault ? error.message : "browser";
    if (!(error instanceof LinkFault)) report(error);
  }
  if (location.hash !== fragment) return; // another came since, or this one was closed
  if (fault) showFault(fault);
  else showCase(pairs);
}

document.addEventListener("courtois:wiped", close);
