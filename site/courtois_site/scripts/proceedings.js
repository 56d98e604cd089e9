/** @file What the notices of the Bodacc say, together, of the collective proceeding of a company. */

/** @import { Notice } from "./bodacc.js" */

/**
 * A kind of collective proceeding.
 * @typedef {"liquidation" | "redressement" | "sauvegarde"} Kind
 */

/**
 * What one notice does: it opens or changes a proceeding, which may go on from the former one, or ends it.
 * @typedef {{ kind: Kind, goesOn: boolean }} Opening
 * @typedef {"closed" | "ended" | "resumed"} End
 */

/**
 * A proceeding whose opening is known. `openedOn` is the day of the opening judgment and `openedIn` that of its
 * publication, both in ISO or ""; `followed` is a later notice to read too.
 * @typedef {{ kind: Kind, notice: Notice, openedOn: string, openedIn: string, followed?: Notice }} Proceeding
 */

/**
 * The state that notices leave. The opening of a proceeding that has ended may not be known.
 * @typedef {(Proceeding & { state: "open" }) | (Partial<Proceeding> & { state: End, notice: Notice })} Course
 */

/**
 * What the notices of a SIREN say on a day: nothing, or a state and the notice that gives it.
 * @typedef {Course | { state: "unread" | "cancelled", notice: Notice, followed?: Notice }} Signal
 */

const YEARS = 10; // an older proceeding is no longer a signal
const PASSED_OVER = /^(avis de dépôt|loi de 1967)/;
/** @type {Map<string, Kind>} */
const KINDS = new Map([
  ["liquidation judiciaire", "liquidation"],
  ["redressement judiciaire", "redressement"],
  ["sauvegarde", "sauvegarde"],
]);

/* What opens or changes a proceeding, then the first kind named: « conversion en liquidation judiciaire de la … ». */
const OPENED = new RegExp(
  "(?:\\bouv|\\bconver|\\bexten|\\breprise|\\bet l[ea] |prononçant l[ea] (?=li|red))"
  + ".*?(liquidation judiciaire|redressement judiciaire|sauvegarde)",
);
const GOES_ON = /\bconver|\breprise/; // the day of the first judgment stays
const ENDED = /cl[ôo]t(?:ur|ûr)|mettant fin à la procédure/;
const PUT_OFF = /report|prorog|délai/;

/** @param {Notice} notice */
const isExtract = (notice) => notice.family.startsWith("extrait");

/** @param {Notice} notice */
const isCancelling = (notice) => notice.type === "annulation" || notice.family.startsWith("rétractation");

/**
 * Return the day that a notice is about.
 * @param {Notice} notice
 */
const dayOf = (notice) => notice.judged || notice.published;

/**
 * Return how a notice ends a proceeding, or null when it does not.
 * @param {Notice} notice
 * @returns {End | null}
 */
function endOf({ words }) {
  if (!ENDED.test(words) || /ouvrant/.test(words) || PUT_OFF.test(words)) return null;
  if (words.includes("reprise des poursuites")) return "resumed";
  return words.includes("insuffisance d'actif") ? "closed" : "ended";
}

/**
 * Return what a notice opens or changes, or null when it does neither.
 * @param {Notice} notice
 * @returns {Opening | null}
 */
function openingOf(notice) {
  if (isExtract(notice) || notice.words.startsWith("liste")) return null;
  const kind = KINDS.get(OPENED.exec(notice.words)?.[1] ?? "");
  return kind ? { kind, goesOn: GOES_ON.test(notice.words) } : null;
}

/**
 * Return the open proceeding that a notice leaves. One that goes on keeps the days of its opening.
 * @param {Course | null} now
 * @param {Notice} notice
 * @param {Opening} opening
 * @param {Map<string, string>} published the day of each publication, by the id of the notice
 * @returns {Course}
 */
function opened(now, notice, { kind, goesOn }, published) {
  const extended = now?.state === "open" && notice.words.includes("extension");
  if (goesOn || extended) {
    const { openedOn = "", openedIn = "" } = now ?? {};
    return { state: "open", kind, notice, openedOn, openedIn };
  }
  const corrected = notice.type === "rectificatif";
  const openedIn = corrected ? published.get(notice.replaces) ?? "" : notice.published;
  return { state: "open", kind, notice, openedOn: notice.judged, openedIn };
}

/**
 * Return the state that one more notice leaves.
 * @param {Course | null} now
 * @param {Notice} notice
 * @param {Map<string, string>} published
 * @returns {Course | null}
 */
function after(now, notice, published) {
  const end = endOf(notice);
  if (end) return { ...now, state: end, notice };
  const opening = openingOf(notice);
  if (opening) return opened(now, notice, opening, published);
  return now && notice.words.startsWith("arrêt") ? { ...now, followed: notice } : now;
}

/**
 * Return the state that the notices leave, or null when none says anything we know. Notices cancelled or corrected are
 * left out.
 * @param {Notice[]} notices
 */
function course(notices) {
  const published = new Map(notices.map((notice) => [notice.id, notice.published]));
  /** @type {Course | null} */
  let now = null;
  for (const notice of standing(notices)) now = after(now, notice, published);
  const loose = notices.find((notice) => isCancelling(notice) && !published.has(notice.replaces));
  return now && loose ? { followed: loose, ...now } : now;
}

/**
 * Return the notices that are neither cancelled nor corrected, oldest first.
 * @param {Notice[]} notices
 */
function standing(notices) {
  const replaced = new Set(notices.map((notice) => notice.replaces).filter(Boolean));
  /** @param {Notice} notice */
  const order = (notice) => dayOf(notice) + notice.published;
  return notices
    .filter((notice) => !replaced.has(notice.id) && !isCancelling(notice))
    .sort((first, second) => (order(first) < order(second) ? -1 : 1));
}

/**
 * Return what the notices of a SIREN say on a day, or null when they say nothing.
 * @param {Notice[]} notices
 * @param {string} today in ISO
 * @returns {Signal | null}
 */
export function signalOf(notices, today) {
  const oldest = `${Number(today.slice(0, 4)) - YEARS}${today.slice(4)}`;
  const recent = notices.filter((notice) => dayOf(notice) >= oldest && !PASSED_OVER.test(notice.family));
  const now = course(recent);
  if (now) return now;
  const unread = standing(recent).filter((notice) => !isExtract(notice)).pop();
  if (unread) return { state: "unread", notice: unread };
  const cancelled = recent.find(isCancelling);
  return cancelled ? { state: "cancelled", notice: cancelled } : null;
}
