/* The API Recherche d’Entreprises: what is asked of it, and what its answer says of a company.
   https://recherche-entreprises.api.gouv.fr/docs/ */

import { ask } from "./asking.js";

export const LEAST = 3; // characters, as the register wants
const MOST = 8; // companies shown
const HIDDEN = "[NON-DIFFUSIBLE]";

/* INSEE, catégories juridiques, niveau III; https://www.insee.fr/fr/information/2028129
   A whole code, else its first two figures. A sole trader (1000) has no form to write. */
const FORMS = {
  5202: "SNC", 5485: "SELARL", 5498: "EURL", 5585: "SELAFA", 5685: "SELAFA", 5710: "SAS", 5720: "SASU", 5785: "SELAS",
  6540: "SCI", 9240: "", 54: "SARL", 55: "SA", 56: "SA", 92: "association",
};

/* A SIREN, a SIRET or a French VAT number is asked for by its figures, anything else by its words. */
export function question(typed) {
  const number = /^(?:FR[0-9A-Z]{2}(?=\d{9}$))?(\d{9}|\d{14})$/i.exec(typed.replace(/[\s.]/g, ""));
  return number ? number[1] : typed.trim().replace(/\s+/g, " ");
}

/* « 552 032 534 » */
export const spaced = (siren) => siren.replace(/(\d{3})(?=\d)/g, "$1\u202f");

const text = (value) => (typeof value === "string" && !value.includes(HIDDEN) ? value.trim() : "");
const day = (value) => (/^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : "");
const joined = (...parts) => parts.filter(Boolean).join(" ");

/* A number, its repetition and the last of a range: « 59-61 », « 12 B ». */
function number(head) {
  const last = text(head.dernier_numero_voie);
  return joined(text(head.numero_voie), text(head.indice_repetition)) + (last && `-${last}`);
}

function town(head) {
  if (text(head.cedex)) {
    const city = text(head.libelle_cedex) || text(head.libelle_commune);
    return { postcode: text(head.cedex), city: /\bCEDEX\b/i.test(city) ? city : joined(city, "CEDEX") };
  }
  const abroad = /^(\S*\d\S*)\s+(\D.*)$/.exec(text(head.libelle_commune_etranger)); // « 20099 HAMBOURG »
  if (abroad) return { postcode: abroad[1], city: abroad[2] };
  return { postcode: text(head.code_postal), city: text(head.libelle_commune) || text(head.libelle_commune_etranger) };
}

/* The postal lines of a head office, as Sirene writes them. */
function address(head) {
  const lines = [text(head.complement_adresse), text(head.distribution_speciale)].filter(Boolean);
  const street = joined(number(head), text(head.type_voie), text(head.libelle_voie)) || lines.pop() || "";
  return { street, complement: lines.join(" "), ...town(head), country: text(head.libelle_pays_etranger) };
}

function company(told) {
  const head = told.siege ?? {};
  const more = told.complements ?? {};
  const shown = text(told.nom_complet);
  const name = text(told.nom_raison_sociale) || shown.replace(/\s*\(.*\)$/, "");
  const code = text(told.nature_juridique);
  return {
    siren: String(told.siren),
    siret: text(head.siret),
    name,
    shown: shown || name,
    person: code === "1000" || more.est_entrepreneur_individuel === true,
    legalForm: FORMS[code] ?? FORMS[code.slice(0, 2)] ?? "",
    address: address(head),
    hidden: told.statut_diffusion === "P" || [told.nom_complet, told.nom_raison_sociale, head.adresse].some((value) => value?.includes?.(HIDDEN)),
    ceased: told.etat_administratif === "C",
    ceasedOn: day(told.date_fermeture),
    closed: head.etat_administratif === "F",
    closedOn: day(head.date_fermeture),
    public: more.est_administration === true,
  };
}

/* A SIREN nobody bears comes back as a shell: no name, no head office, and yet nothing hidden. */
const borne = (one) => one.name !== "" || one.hidden;

function read(told) {
  const known = told.results.filter((one) => /^\d{9}$/.test(one?.siren)).map(company);
  if (known.length < told.results.length) throw new Error("a company without a SIREN");
  const companies = known.filter(borne);
  return { companies, total: Math.max(Number(told.total_results) || 0, companies.length) };
}

/* { companies, total }. Throws NoAnswer. */
export function search(words, signal) {
  const asked = new URLSearchParams({ q: words, minimal: "true", include: "siege,complements", per_page: MOST });
  return ask(`https://recherche-entreprises.api.gouv.fr/search?${asked}`, read, signal);
}
