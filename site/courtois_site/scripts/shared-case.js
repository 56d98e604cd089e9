/** @file A case that someone shared: read-only, above the form, until the reader duplicates it into the form. */

import { button, find, make } from "./elements.js";
import { refill } from "./exchange.js";
import { currentForm, givenAnswers } from "./form.js";
import { LinkError, decode } from "./link.js";
import { report } from "./requests.js";
import { readable, write } from "./shared-answers.js";
import { close, closeAndFocus, leaveAddress, open } from "./shared-panel.js";
import { isShortLink, open as openShortLink } from "./short-link.js";
import { say } from "./text.js";

/** @import { Pair } from "./form.js" */
/** @import { Reason } from "./link.js" */

const WORDS = {
  title: "Un dossier vous est partagé",
  coming: "Le dossier arrive…",
  intro: "Voici ses réponses, à lire. «\u00a0Vous\u00a0» y désigne la personne qui a fait le lien. "
    + "Rien n’est encore dans le formulaire.",
  sure: "Le formulaire contient déjà des réponses\u00a0: elles seront remplacées, et leur brouillon aussi.",
  copying: "Le dossier se duplique…",
  done: "Le dossier est dans votre formulaire. Relisez chaque réponse avant d’envoyer.",
  lost: "Le dossier n’a pas pu être dupliqué, faute de réponse du service. Réessayez dans un instant.",
  broken: "Ce lien ne s’ouvre pas",
  go: "Le formulaire ci-dessous reste à votre disposition.",
};

/** @type {Record<Reason, string>} */
const FAULTS = {
  damaged: "Il a sans doute été coupé ou changé en route. "
    + "Demandez à la personne qui vous l’a envoyé de le copier à nouveau, en entier.",
  version: "Il vient d’une autre version de Courtois. "
    + "Demandez à la personne qui vous l’a envoyé d’en faire un nouveau.",
  foreign: "Ce dossier ne contient aucune réponse aux questions de cette lettre.",
  browser: "Votre navigateur ne peut pas le lire ici. Ouvrez-le dans une version plus récente, à une adresse en https.",
  never: "Ce site ne garde pas de liens courts. Demandez un lien long à la personne qui vous l’a envoyé.",
  gone: "Il a expiré ou n’existe pas. Demandez-en un nouveau à la personne qui vous l’a envoyé.",
  busy: "Beaucoup de liens s’ouvrent en ce moment. Le lien reste bon\u00a0: réessayez dans une minute.",
  away: "Le service ne répond pas. Le lien reste bon\u00a0: réessayez dans un instant.",
};

/** @param {Reason} reason */
function showFault(reason) {
  const again = reason === "away" || reason === "busy";
  const actions = [
    ...(again ? [button("Réessayer", () => show(location.hash), "button")] : []),
    button("Fermer", closeAndFocus),
  ];
  const sentences = [FAULTS[reason], WORDS.go].map((sentence) => make("p", {}, sentence));
  open(WORDS.broken, ...sentences, make("p", { class: "row-actions" }, ...actions));
}

/** @param {Pair[]} pairs */
function showCase(pairs) {
  const form = currentForm();
  const items = form ? readable(form, pairs) : [];
  if (!form || !items.length) {
    showFault("foreign");
    return;
  }
  const status = make("p", { class: "status", role: "status", tabindex: "-1" });
  const sure = make("p", { tabindex: "-1", hidden: "" }, WORDS.sure);
  const first = duplicateButton(() => copyIntoForm(items.map((item) => item.pair), status), sure);
  open(
    WORDS.title,
    make("p", { class: "section-intro" }, WORDS.intro),
    make("div", { class: "received-answers" }, ...write(form, items)),
    sure,
    status,
    make("p", { class: "row-actions" }, first, button("Fermer", closeAndFocus)),
  );
}

/**
 * Make the button that duplicates a case. What is already typed is replaced only after a second press.
 * @param {() => unknown} duplicate
 * @param {HTMLElement} sure the sentence that says so
 */
function duplicateButton(duplicate, sure) {
  const replace = button("Remplacer mes réponses", duplicate, "button");
  const first = button(
    "Dupliquer",
    () => {
      const form = currentForm();
      if (!form || !givenAnswers(form).length) return duplicate();
      first.replaceWith(replace);
      sure.hidden = false;
      sure.focus();
      return undefined;
    },
    "button",
  );
  return first;
}

/**
 * Fill the form with a case, and leave only the sentence that says so in the panel.
 * @param {Pair[]} pairs
 * @param {HTMLElement} status
 */
async function copyIntoForm(pairs, status) {
  const form = currentForm();
  if (!form || form.getAttribute("aria-busy") === "true") return; // pressed twice
  say(status, WORDS.copying);
  try {
    await refill(form, pairs);
  } catch {
    say(status, WORDS.lost);
    return;
  }
  leaveAddress();
  say(status, WORDS.done);
  const section = find(HTMLElement, document, ".received");
  section.removeAttribute("aria-labelledby");
  section.replaceChildren(status);
  status.focus();
}

/**
 * Return the answers of a link, long or short; those of a short one may take a moment. Throws LinkError.
 * @param {string} fragment
 */
async function answersIn(fragment) {
  if (!isShortLink(fragment)) return decode(fragment);
  open(WORDS.title, make("p", {}, WORDS.coming));
  return decode(await openShortLink(fragment));
}

/**
 * Return why a link does not open. An error that is not ours is the browser's.
 * @param {unknown} error
 */
function reasonOf(error) {
  if (error instanceof LinkError) return error.reason;
  report(error);
  return "browser";
}

/**
 * Show the case of a fragment. Nothing is shown when the address has changed since, or the panel was closed.
 * @param {string} fragment
 */
export async function show(fragment) {
  const result = await answersIn(fragment).then(
    (pairs) => () => showCase(pairs),
    (error) => {
      const reason = reasonOf(error);
      return () => showFault(reason);
    },
  );
  if (location.hash === fragment) result();
}

document.addEventListener("courtois:wiped", close);
