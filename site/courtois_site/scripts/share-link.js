/** @file The link to a case: a long one is made here alone, a short one with the function. */

import { find } from "./elements.js";
import { answers, givenAnswers } from "./form.js";
import { report } from "./requests.js";

/**
 * A link made: its address, the moment a short one expires, and why a long one replaces the short one wanted.
 * @typedef {{ url: string, until?: string, excuse?: string }} Link
 */

/**
 * A link, or the sentence that says why there is none.
 * @typedef {Link | { sentence: string }} Outcome
 */

const WORDS = {
  unable: "Votre navigateur n’a pas pu faire de lien court.",
  nothing: "Il n’y a encore rien à partager ainsi\u00a0: répondez d’abord à quelques questions.",
  long: "Ce dossier est trop long pour un lien long.",
  shorten: "Choisissez un lien court, partagez-le sans noms ni montants, ou envoyez la lettre en PDF.",
  otherwise: "Partagez-le sans noms ni montants, ou envoyez la lettre en PDF.",
};

let keepsNone = false; // true once the function said that it keeps no short link

/** Return true where a short link can be made: it needs encryption, which browsers offer over https alone. */
export const canShorten = () => !keepsNone && "CompressionStream" in globalThis && Boolean(globalThis.crypto?.subtle);

const pageAddress = () =>
  location.origin + new URL(find(HTMLLinkElement, document, "link[rel=canonical]").href).pathname;

/**
 * Make the link to share.
 * @param {HTMLFormElement} form
 * @param {string | undefined} what "tool", "outline" or "whole"
 * @param {string} days of a short link; "" for a long one
 * @returns {Promise<Outcome>}
 */
export async function makeLink(form, what, days) {
  if (what === "tool") return { url: pageAddress() };
  const { LONGEST, encode, withoutNamesNorAmounts } = await import("./link.js");
  const pairs = givenAnswers(form).length ? answers(form) : [];
  const shared = what === "whole" ? pairs : withoutNamesNorAmounts(pairs);
  if (!shared.length) return { sentence: WORDS.nothing };
  const { fragment, until, excuse } = await shorten(await encode(shared), days);
  const url = `${pageAddress()}#${fragment}`;
  return url.length <= LONGEST ? { url, until, excuse } : { sentence: tooLong(excuse) };
}

/** @param {string} [excuse] */
function tooLong(excuse) {
  const advice = excuse || !canShorten() ? WORDS.otherwise : WORDS.shorten;
  return [excuse, WORDS.long, advice].filter(Boolean).join(" ");
}

/**
 * Make the short link wanted. When it can't be made, the long fragment is returned with the reason.
 * @param {string} fragment
 * @param {string} days
 * @returns {Promise<{ fragment: string, until?: string, excuse?: string }>}
 */
async function shorten(fragment, days) {
  if (!days) return { fragment };
  const { NotKept, keep } = await import("./short-link.js");
  return keep(fragment, days).catch((error) => {
    if (!(error instanceof NotKept)) report(error);
    keepsNone ||= error instanceof NotKept && error.never;
    return { fragment, excuse: error instanceof NotKept ? error.message : WORDS.unable };
  });
}
