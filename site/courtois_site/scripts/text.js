/** @file Sentences said in the page, and days as the French write them. */

import { raised } from "./elements.js";

/**
 * Write a sentence in a place, which screen readers read when it is a live region.
 * @param {Element} place
 * @param {string} sentence
 */
export function say(place, sentence) {
  place.textContent = sentence;
}

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/**
 * Return the day of a moment where the person is, as a field wants it: « 2026-11-21 ».
 * @param {Date} moment
 */
const dayOf = (moment) =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

export const today = () => dayOf(new Date());

/**
 * Return « 1er mai 2026 » for « 2026-05-01 »; a text that is no day, such as a 30 February, comes back as it is.
 * @param {string} text
 */
export function frenchDay(text) {
  const day = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00Z` : NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) return text;
  const month = day.toLocaleDateString("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" });
  const date = day.getUTCDate();
  return `${date === 1 ? "1er" : date}\u00a0${month.replace(" ", "\u00a0")}`;
}

/**
 * Return the nodes of the same day, with its « er » raised.
 * @param {string} text
 */
export const dayNodes = (text) => raised(frenchDay(text));

/**
 * Return the nodes of « 29 novembre 2026 à 14 h 05 » where the person is, from a moment in ISO.
 * @param {string} text
 */
export function momentNodes(text) {
  const moment = new Date(text);
  return [...dayNodes(dayOf(moment)), ` à ${moment.getHours()}\u00a0h\u00a0${twoDigits(moment.getMinutes())}`];
}
