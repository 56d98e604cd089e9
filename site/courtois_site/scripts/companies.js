/**
 * @file The API Recherche d’entreprises: what is asked of it, and what its answer says of a company.
 * https://recherche-entreprises.api.gouv.fr/docs/
 */

import { ask } from "./register-fetch.js";

/**
 * The postal lines of a head office.
 * @typedef {{ street: string, complement: string, postcode: string, city: string, country: string }} Address
 */

/**
 * A company as the register tells it. `name` is its registered name, `shown` the one that people know; `person` is true
 * for a sole trader, `hidden` when its details are not published. Days are in ISO, or "".
 * @typedef {object} Company
 * @property {string} siren
 * @property {string} siret of its head office
 * @property {string} name
 * @property {string} shown
 * @property {boolean} person
 * @property {string} legalForm
 * @property {Address} address
 * @property {boolean} hidden
 * @property {boolean} ceased
 * @property {string} ceasedOn
 * @property {boolean} closed
 * @property {string} closedOn
 * @property {boolean} public
 */

/**
 * The answer to a search: the first companies, and how many there are in all.
 * @typedef {{ companies: Company[], total: number }} SearchResult
 */

/** The shortest search, in characters, that the register takes. */
export const SHORTEST = 3;

const MOST = 8; // companies shown
const HIDDEN = "[NON-DIFFUSIBLE]";
const SOLE_TRADER = "1000";

/* INSEE, catégories juridiques, niveau III; https://www.insee.fr/fr/information/2028129
   A code, or its first two figures. A sole trader has no legal form to write. */
const LEGAL_FORMS = new Map(Object.entries({
  5202: "SNC", 5485: "SELARL", 5498: "EURL", 5585: "SELAFA", 5685: "SELAFA", 5710: "SAS", 5720: "SASU", 5785: "SELAS",
  6540: "SCI", 9240: "", 54: "SARL", 55: "SA", 56: "SA", 92: "association",
}));

/**
 * Return what to ask the register: the figures of a SIREN, a SIRET or a French VAT number, else the words typed.
 * @param {string} typed
 */
export function queryFor(typed) {
  const number = /^(?:FR[0-9A-Z]{2}(?=\d{9}$))?(\d{9}|\d{14})$/i.exec(typed.replace(/[\s.]/g, ""));
  return number?.[1] ?? typed.trim().replace(/\s+/g, " ");
}

/**
 * Return « 552 032 534 ».
 * @param {string} siren
 */
export const spaced = (siren) => siren.replace(/(\d{3})(?=\d)/g, "$1\u202f");

/** @param {unknown} value */
const text = (value) => (typeof value === "string" && !value.includes(HIDDEN) ? value.trim() : "");

/** @param {unknown} value */
const dayOf = (value) => /^\d{4}-\d{2}-\d{2}/.exec(text(value))?.[0] ?? "";

/** @param {...string} parts */
const joined = (...parts) => parts.filter(Boolean).join(" ");

/**
 * Return a number in a street, with its repetition and the last of a range: « 59-61 », « 12 B ».
 * @param {any} office
 */
function streetNumber(office) {
  const last = text(office.dernier_numero_voie);
  return joined(text(office.numero_voie), text(office.indice_repetition)) + (last && `-${last}`);
}

/** @param {any} office */
function townOf(office) {
  const cedex = text(office.cedex);
  if (cedex) {
    const city = text(office.libelle_cedex) || text(office.libelle_commune);
    return { postcode: cedex, city: /\bCEDEX\b/i.test(city) ? city : joined(city, "CEDEX") };
  }
  const foreign = text(office.libelle_commune_etranger); // « 20099 HAMBOURG »
  const [, postcode, city] = /^(\S*\d\S*)\s+(\D.*)$/.exec(foreign) ?? [];
  if (postcode && city) return { postcode, city };
  return { postcode: text(office.code_postal), city: text(office.libelle_commune) || foreign };
}

/**
 * Return the postal lines of a head office, as Sirene writes them.
 * @param {any} office
 * @returns {Address}
 */
function addressOf(office) {
  const lines = [text(office.complement_adresse), text(office.distribution_speciale)].filter(Boolean);
  const street = joined(streetNumber(office), text(office.type_voie), text(office.libelle_voie)) || lines.pop() || "";
  return { street, complement: lines.join(" "), ...townOf(office), country: text(office.libelle_pays_etranger) };
}

/**
 * Return true when the register does not publish the details of a company.
 * @param {any} entry
 * @param {any} office
 */
function isHidden(entry, office) {
  const texts = [entry.nom_complet, entry.nom_raison_sociale, office.adresse];
  return entry.statut_diffusion === "P" || texts.some((value) => typeof value === "string" && value.includes(HIDDEN));
}

/**
 * @param {any} entry
 * @returns {Company}
 */
function companyOf(entry) {
  const office = entry.siege ?? {};
  const details = entry.complements ?? {};
  const shown = text(entry.nom_complet);
  const name = text(entry.nom_raison_sociale) || shown.replace(/\s*\(.*\)$/, "");
  const code = text(entry.nature_juridique);
  return {
    siren: String(entry.siren),
    siret: text(office.siret),
    name,
    shown: shown || name,
    person: code === SOLE_TRADER || details.est_entrepreneur_individuel === true,
    legalForm: LEGAL_FORMS.get(code) ?? LEGAL_FORMS.get(code.slice(0, 2)) ?? "",
    address: addressOf(office),
    hidden: isHidden(entry, office),
    ceased: entry.etat_administratif === "C",
    ceasedOn: dayOf(entry.date_fermeture),
    closed: office.etat_administratif === "F",
    closedOn: dayOf(office.date_fermeture),
    public: details.est_administration === true,
  };
}

/**
 * Return false for a SIREN that nobody has: the register gives it without a name, and yet not as hidden.
 * @param {Company} company
 */
const exists = (company) => company.name !== "" || company.hidden;

/**
 * Read an answer of the register. Throws when a company has no SIREN.
 * @param {any} answer
 * @returns {SearchResult}
 */
export function readSearch(answer) {
  const entries = /** @type {any[]} */ (answer.results);
  if (!entries.every((entry) => /^\d{9}$/.test(entry?.siren))) throw new Error("a company without a SIREN");
  const companies = entries.map(companyOf).filter(exists);
  return { companies, total: Math.max(Number(answer.total_results) || 0, companies.length) };
}

/**
 * Search the register. Throws NoAnswer.
 * @param {string} words
 * @param {AbortSignal} signal
 */
export function search(words, signal) {
  const options = { q: words, minimal: "true", include: "siege,complements", per_page: String(MOST) };
  const query = new URLSearchParams(options);
  return ask(`https://recherche-entreprises.api.gouv.fr/search?${query}`, readSearch, signal);
}
