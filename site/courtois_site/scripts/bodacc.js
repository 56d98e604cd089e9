/**
 * @file The Bodacc: its notices of collective proceedings about a SIREN. A notice holds JSON in a string, and some of
 * its texts were decoded twice. https://www.bodacc.fr/
 */

import { ask } from "./register-fetch.js";

/**
 * A notice. `judged` is the day of the judgment and `published` that of the notice, both in ISO or ""; `replaces` is
 * the id of the notice that it cancels or corrects.
 * @typedef {object} Notice
 * @property {string} id
 * @property {string} type
 * @property {string} family
 * @property {string} words
 * @property {string} court
 * @property {string} judged
 * @property {string} published
 * @property {string} href
 * @property {string} replaces
 */

const MOST = 100; // notices asked for
const MONTHS = [
  "janvier", "février", "mars", "avril", "mai", "juin",
  "juillet", "août", "septembre", "octobre", "novembre", "décembre",
];

/**
 * Mend « procÃ©dure », UTF-8 that was read as Latin-1. Other texts come back as they are.
 * @param {unknown} value
 */
function mended(value) {
  const words = typeof value === "string" ? value : "";
  const codes = Array.from(words, (character) => character.charCodeAt(0));
  if (!/[ÃÂ]/.test(words) || codes.some((code) => code > 255)) return words;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return words;
  }
}

/** @param {unknown} value */
const plain = (value) => mended(value).toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ").trim();

/**
 * Return the document that a field holds as a string.
 * @param {unknown} value
 */
function innerDocument(value) {
  try {
    return (typeof value === "string" ? JSON.parse(value) : value) ?? {};
  } catch {
    return {};
  }
}

/** @param {string} name */
const withoutAccents = (name) => name.normalize("NFD").replace(/\p{M}/gu, "");

/**
 * Return the number of a month, « 3 », « mars » or « fevrier », or 0.
 * @param {string} month
 */
const monthNumber = (month) =>
  Number(month) || MONTHS.findIndex((name) => withoutAccents(name) === withoutAccents(month)) + 1;

/**
 * Return « 2026-03-12 » for « 2026-03-12 », « 12/03/2026 » and « 12 mars 2026 », else "".
 * @param {unknown} value
 */
export function isoDay(value) {
  const words = plain(value);
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(words);
  if (iso) return iso[0];
  const [, date = "", month = "", year = ""] = /^(\d{1,2})(?:er)?[ /](\S+?)[ /](\d{4})/.exec(words) ?? [];
  const number = monthNumber(month);
  return number > 0 && number < 13 ? `${year}-${String(number).padStart(2, "0")}-${date.padStart(2, "0")}` : "";
}

/**
 * Return the id of the notice that another cancels or corrects: a letter, an issue, a number.
 * @param {any} fields
 */
function formerId(fields) {
  const former = innerDocument(fields.parutionavisprecedent);
  const letter = plain(former.nomPublication).slice(-1).toUpperCase();
  const complete = letter && former.numeroParution && former.numeroAnnonce;
  return complete ? `${letter}${former.numeroParution}${Number(former.numeroAnnonce)}` : "";
}

/**
 * Return the address of a notice's page, if it is on the Bodacc.
 * @param {unknown} value
 */
function pageOf(value) {
  try {
    const url = new URL(String(value));
    return url.protocol === "https:" && /(^|\.)bodacc\.fr$/.test(url.hostname) ? url.href : "";
  } catch {
    return "";
  }
}

/**
 * @param {{ fields: any }} record
 * @returns {Notice}
 */
export function noticeOf({ fields }) {
  const judgment = innerDocument(fields.jugement);
  const published = isoDay(fields.dateparution);
  const judged = isoDay(judgment.date);
  const nature = plain(judgment.nature);
  return {
    id: String(fields.id ?? ""),
    type: plain(fields.typeavis),
    family: plain(judgment.famille),
    words: /^autre|^$/.test(nature) ? `${nature} ${plain(judgment.complementJugement)}` : nature,
    court: mended(fields.tribunal).replace(/\s+/g, " ").trim(),
    judged: judged <= published ? judged : "", // some are of the year 5025
    published,
    href: pageOf(fields.url_complete),
    replaces: formerId(fields),
  };
}

/**
 * Return true for a notice about this SIREN, of a collective proceeding.
 * @param {any} fields
 * @param {string} siren
 */
const isAbout = (fields, siren) =>
  [fields.registre].flat().join(",").replace(/\s/g, "").includes(siren) && fields.familleavis === "collective";

/**
 * Return the notices of collective proceedings of a SIREN, in any order. Throws NoAnswer.
 * @param {string} siren
 * @param {AbortSignal} signal
 */
export function notices(siren, signal) {
  const query = new URLSearchParams({
    dataset: "annonces-commerciales",
    q: `registre:${siren}`,
    "refine.familleavis": "collective",
    sort: "dateparution",
    rows: String(MOST),
  });
  /** @param {{ records: { fields: any }[] }} answer */
  const read = ({ records }) => records.filter(({ fields }) => isAbout(fields, siren)).map(noticeOf);
  return ask(`https://bodacc-datadila.opendatasoft.com/api/records/1.0/search/?${query}`, read, signal);
}
