/** @file The answers that a company of the public register gives. */

/** @import { Autofill } from "./autofill.js" */
/** @import { Company } from "./companies.js" */

const STREET = "adresse du siège";
const TO_CHECK = "Siège selon Sirene\u202f; à vérifier sur l’extrait RNE ou RCS du jour.";
const REPLACED = " Vos réponses d’avant sont remplacées\u00a0; «\u00a0Annuler\u00a0» les remet.";

/* What the person reads for each answer filled in. */
const FILLED = new Map([
  ["name", "nom"],
  ["legal_form", "forme juridique"],
  ["siren", "SIREN"],
  ["siret", "SIRET"],
  ["street", STREET],
]);

/**
 * Return the answers that a company gives, by question. A hidden one gives few: what is typed of the others stays.
 * @param {Company} company
 * @param {string} party
 * @returns {Record<string, string>}
 */
export function answersOf(company, party) {
  const { name, legalForm, siren, siret, address, hidden } = company;
  const number = party === "debtor" ? { siren } : { siret };
  const answers = { name, legal_form: legalForm, ...number, ...(address.street ? address : {}) };
  const kept = Object.entries(answers).filter(([, value]) => value || !hidden);
  return Object.fromEntries(kept.map(([key, value]) => [`${party}-${key}`, value]));
}

/**
 * Return « nom, SIREN et adresse du siège ».
 * @param {string[]} words
 */
const listed = (words) => words.join(", ").replace(/, ([^,]*)$/, " et $1");

/**
 * Return what was filled in, as a sentence.
 * @param {Autofill} autofill
 * @param {string} party
 */
export function filledInWords(autofill, party) {
  const questions = autofill.values.filter(([, value]) => value).map(([name]) => name.slice(party.length + 1));
  const words = questions.flatMap((question) => FILLED.get(question) ?? []);
  const replaced = autofill.replaced ? REPLACED : "";
  return `Rempli ci-dessous\u00a0: ${listed(words)}.${replaced}${words.includes(STREET) ? ` ${TO_CHECK}` : ""}`;
}
