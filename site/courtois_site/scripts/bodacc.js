/* The Bodacc: what its notices of collective proceedings say of a SIREN, with their traps.
   https://www.bodacc.fr/ ; one JSON in a string inside another, texts sometimes decoded twice. */

import { ask } from "./asking.js";

const MOST = 100;
const YEARS = 10; // a proceeding older than that is no longer a signal
const PASSED_OVER = /^(avis de dépôt|loi de 1967)/;
const MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const KINDS = { "liquidation judiciaire": "liquidation", "redressement judiciaire": "redressement", sauvegarde: "sauvegarde" };
/* What opens or changes a proceeding, then the first one named: « conversion en liquidation judiciaire de la … ». */
const OPENED = /(?:\bouv|\bconver|\bexten|\breprise|\bet l[ea] |prononçant l[ea] (?=li|red)).*?(liquidation judiciaire|redressement judiciaire|sauvegarde)/;
const GOES_ON = /\bconver|\breprise/; // the first judgment keeps its day
const ENDED = /cl[ôo]t(?:ur|ûr)|mettant fin à la procédure/;
const PUT_OFF = /report|prorog|délai/;

/* « procÃ©dure » was UTF-8 read as Latin-1. */
function mended(value) {
  const words = typeof value === "string" ? value : "";
  if (!/[ÃÂ]/.test(words)) return words;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(words, (sign) => {
      if (sign.charCodeAt(0) > 255) throw new RangeError();
      return sign.charCodeAt(0);
    }));
  } catch {
    return words;
  }
}

const plain = (value) => mended(value).toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ").trim();

function inner(value) {
  try {
    return (typeof value === "string" ? JSON.parse(value) : value) ?? {};
  } catch {
    return {};
  }
}

const bare = (name) => name.normalize("NFD").replace(/\p{M}/gu, "");

/* « 2026-03-12 », « 12/03/2026 », « 1er mars 2026 » as « 2026-03-12 », else nothing. */
function isoDay(value) {
  const words = plain(value);
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(words);
  if (iso) return iso[0];
  const [, date, month, year] = /^(\d{1,2})(?:er)?[ /](\S+?)[ /](\d{4})/.exec(words) ?? [];
  const place = Number(month) || MONTHS.findIndex((name) => bare(name) === bare(month ?? "")) + 1;
  return place > 0 && place < 13 ? `${year}-${String(place).padStart(2, "0")}-${date.padStart(2, "0")}` : "";
}

/* The identifier of the notice that another cancels or corrects: letter, issue, number. */
function earlier(fields) {
  const told = inner(fields.parutionavisprecedent);
  const letter = plain(told.nomPublication).slice(-1).toUpperCase();
  return letter && told.numeroParution && told.numeroAnnonce ? `${letter}${told.numeroParution}${Number(told.numeroAnnonce)}` : "";
}

function page(value) {
  try {
    const url = new URL(value);
    return url.protocol === "https:" && /(^|\.)bodacc\.fr$/.test(url.hostname) ? url.href : "";
  } catch {
    return "";
  }
}

function notice({ fields }) {
  const judgment = inner(fields.jugement);
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
    href: page(fields.url_complete),
    replaces: earlier(fields),
  };
}

/* What one notice does: { kind, goesOn } opens or changes, { end } closes, nothing says nothing we know. */
function effect({ words, family }) {
  const extract = family.startsWith("extrait");
  if (ENDED.test(words) && !/ouvrant/.test(words) && !PUT_OFF.test(words)) {
    if (words.includes("reprise des poursuites")) return { end: "resumed" };
    return { end: words.includes("insuffisance d'actif") ? "closed" : "ended" };
  }
  if (extract || words.startsWith("liste")) return null;
  const opened = OPENED.exec(words);
  return opened && { kind: KINDS[opened[1]], goesOn: GOES_ON.test(words) };
}

/* Cancelled notices go; a corrected one gives way to its correction, which keeps the first day of publication. */
function standing(notices) {
  const cancels = (one) => one.type === "annulation" || one.family.startsWith("rétractation");
  const gone = new Set(notices.map((one) => one.replaces).filter(Boolean));
  const first = new Map(notices.map((one) => [one.id, one.published]));
  const left = notices.filter((one) => !gone.has(one.id) && !cancels(one));
  for (const one of left) if (one.type === "rectificatif") one.first = first.get(one.replaces) ?? "";
  const cancelled = notices.filter(cancels);
  return { left, cancelled: cancelled[0], loose: cancelled.find((one) => !first.has(one.replaces)) };
}

/* The state the notices leave, oldest first: { state, kind, notice, openedOn, openedIn, followed }. */
function course(notices) {
  let now = null;
  for (const one of notices) {
    const done = effect(one);
    if (done?.kind) {
      const goesOn = done.goesOn || (now?.state === "open" && one.words.includes("extension"));
      const opening = goesOn ? now : { openedOn: one.judged, openedIn: one.first ?? one.published };
      now = { state: "open", kind: done.kind, notice: one, openedOn: opening?.openedOn ?? "", openedIn: opening?.openedIn ?? "" };
    } else if (done?.end) {
      now = { ...now, state: done.end, notice: one };
    } else if (now && one.words.startsWith("arrêt")) {
      now.followed = one;
    }
  }
  return now;
}

/* What to tell of a SIREN's notices on a day. `state`: none, open, closed, ended, resumed, cancelled, unread.
   `openedOn` is the day of the opening judgment, `openedIn` that of its publication; `followed` is to be read too. */
export function signal(notices, today) {
  const oldest = `${Number(today.slice(0, 4)) - YEARS}${today.slice(4)}`;
  const when = (one) => one.judged || one.published;
  const recent = notices.filter((one) => when(one) >= oldest && !PASSED_OVER.test(one.family));
  const { left, cancelled, loose } = standing(recent);
  left.sort((a, b) => (when(a) + a.published < when(b) + b.published ? -1 : 1));
  const now = course(left);
  if (now) return { followed: loose, ...now };
  const unread = left.filter((one) => !one.family.startsWith("extrait")).pop();
  if (unread) return { state: "unread", notice: unread };
  return cancelled ? { state: "cancelled", notice: cancelled } : { state: "none" };
}

const about = (siren) => ({ fields }) => [fields.registre].flat().join(",").replace(/\s/g, "").includes(siren);

/* The notices of collective proceedings of a SIREN, in any order. Throws NoAnswer. */
export function notices(siren, signal) {
  const asked = new URLSearchParams({
    dataset: "annonces-commerciales", q: `registre:${siren}`, "refine.familleavis": "collective", sort: "dateparution", rows: MOST,
  });
  const read = (told) =>
    told.records.filter(about(siren)).filter(({ fields }) => fields.familleavis === "collective").map(notice);
  return ask(`https://bodacc-datadila.opendatasoft.com/api/records/1.0/search/?${asked}`, read, signal);
}
