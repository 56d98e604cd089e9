/** @file Once the letter is saved: what to do with it, and its case followed in this browser's journal. */

import { findOptional, make } from "./elements.js";
import { refill } from "./exchange.js";
import { answers } from "./form.js";
import { report } from "./requests.js";
import { usable } from "./storage.js";
import { say, today } from "./text.js";

const FOLLOWED = "Ce dossier est suivi dans ce navigateur\u00a0: ";
const LOST = "Ce dossier n’a pas pu être suivi\u00a0: rechargez la page, puis réessayez.";
const FULL = "Ce navigateur n’a plus de place\u00a0: retirez un ancien dossier.";

/**
 * Show what follows a letter saved: the function writes it with the review.
 * @param {HTMLFormElement} form
 * @param {string} address that the file came from
 */
async function showNextSteps(form, address) {
  if (!address.endsWith(".pdf")) return;
  try {
    const next = await refill(form, [...answers(form), ["review", "yes"]]);
    if (next.contains(document.activeElement)) return; // the person is typing again
    const heading = findOptional(HTMLElement, next, "#et-maintenant");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "start" });
  } catch {
    // The letter is saved, and the guide says what follows.
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} button
 * @param {HTMLElement} place
 */
async function followCase(form, button, place) {
  const { follow } = await import("./journal.js");
  const pairs = answers(form);
  const sentOn = pairs.find(([name]) => name === "dated_on")?.[1] ?? today();
  const { follow: step = "", channel = "" } = button.dataset;
  if (follow(pairs, { step, channel, sent_on: sentOn })) {
    place.replaceChildren(FOLLOWED, make("a", { href: "/dossiers/" }, "Vos dossiers"), ".");
  } else {
    say(place, FULL);
  }
}

/** @param {HTMLFormElement} form */
export function offerNextSteps(form) {
  form.addEventListener("courtois:saved", (event) => {
    if (event instanceof CustomEvent) showNextSteps(form, event.detail);
  });
  const button = findOptional(HTMLElement, form, "[data-follow]");
  const place = findOptional(HTMLElement, form, ".after [role=status]");
  if (!button || !place || !usable) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    followCase(form, button, place).catch((error) => {
      say(place, LOST);
      report(error);
    });
  });
}
