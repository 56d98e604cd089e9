/** @file Answers kept in this browser alone: the draft of each letter, and the details of the person who writes. */

import {
  creditorDetails, creditorName, fillInCreditor, isAboutCreditor, keepCreditor, neverKeepCreditor,
} from "./creditor-memory.js";
import { find, findAll, findOptional } from "./elements.js";
import { refill } from "./exchange.js";
import { emptyForm, givenAnswers } from "./form.js";
import { forget, keep, recall, usable, wipe } from "./storage.js";
import { dayNodes, say } from "./text.js";

/** @import { Kept } from "./storage.js" */

const PAUSE = 500; // milliseconds without a keystroke before a draft is kept
const KEPT_ELSE = "Il reste gardé\u00a0: réessayez dans un instant.";
const WORDS = {
  resumed: "Votre brouillon est repris.",
  unreachable: `Le brouillon n’a pas pu être repris, faute de réponse du service. ${KEPT_ELSE}`,
  erased: "Ce brouillon est effacé.",
  wiped: "Tout est effacé\u00a0: ce navigateur ne garde plus rien de vos lettres.",
  signed: "Vos coordonnées sont remplies.",
  known: "Vos coordonnées sont gardées dans ce navigateur pour la prochaine lettre.",
  stranger: "Vos coordonnées ne sont pas gardées.",
  full: "Ce navigateur n’a plus de place\u00a0: vos dernières réponses ne sont pas gardées. "
    + "Téléchargez votre lettre avant de quitter cette page.",
};

/**
 * The form as the function last gave it back.
 * @type {HTMLFormElement}
 */
let form;

/**
 * The draft found on arrival, until the person says what to do with it.
 * @type {Kept | null}
 */
let waiting = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let downloaded = false;

/** @param {string} selector */
const inForm = (selector) => find(HTMLElement, form, selector);

/** @param {string} name */
const box = (name) => inForm(`[data-memory-box="${name}"]`);

/** @param {string} name */
const buttonOf = (name) => inForm(`[data-memory="${name}"]`);

const draftName = () => `draft:${form.dataset.again?.split("/").pop()}`;

/**
 * Say a sentence, and focus it: a screen reader reads it once.
 * @param {string} sentence
 */
function announce(sentence) {
  sayQuietly(sentence);
  inForm(".memory-told").focus();
}

/** @param {string} sentence */
const sayQuietly = (sentence) => say(inForm(".memory-told"), sentence);

function save() {
  clearTimeout(timer);
  timer = undefined;
  if (waiting) return;
  const pairs = givenAnswers(form);
  if (!pairs.length) forget(draftName());
  else if (!keep(draftName(), pairs)) sayQuietly(WORDS.full);
  else if (inForm(".memory-told").textContent === WORDS.full) sayQuietly("");
}

function saveSoon() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

/** Save without waiting for the pause, when the person leaves the page. */
function saveNow() {
  if (timer !== undefined) save();
}

/** Find the draft of a blank form. A form that already holds the same answers just goes on. */
function findDraft() {
  const kept = recall(draftName());
  waiting = kept && JSON.stringify(kept.pairs) !== JSON.stringify(givenAnswers(form)) ? kept : null;
  addEventListener("pagehide", saveNow);
  document.addEventListener("visibilitychange", saveNow);
}

function show() {
  box("draft").hidden = !waiting;
  box("line").hidden = Boolean(waiting);
  if (waiting) inForm("[data-memory-day]").replaceChildren(...dayNodes(waiting.on));
  showCreditor(creditorName());
  if (downloaded) showRemembered();
}

/**
 * Offer the details kept, as long as none is typed.
 * @param {string} name that the creditor's details are kept under; "" when none are
 */
function showCreditor(name) {
  const typed = givenAnswers(form).some(([question]) => isAboutCreditor(question));
  box("creditor").hidden = Boolean(waiting) || !name || typed;
  say(inForm("[data-memory-name]"), name);
}

/** Say whether the creditor's details are kept, beside what the person reads once the letter is saved. */
function showRemembered() {
  const known = Boolean(creditorDetails()?.length);
  const place = box("remembered");
  findOptional(HTMLElement, form, ".after")?.append(place);
  place.hidden = false;
  say(find(HTMLElement, place, "[role=status]"), known ? WORDS.known : WORDS.stranger);
  buttonOf("stranger").hidden = !known;
  buttonOf("known").hidden = known;
}

/**
 * What each button does, by its `data-memory`.
 * @type {Record<string, () => void>}
 */
const ACTIONS = {
  async resume() {
    try {
      await refill(form, waiting?.pairs ?? []);
    } catch {
      announce(WORDS.unreachable);
      return;
    }
    waiting = null;
    show();
    announce(WORDS.resumed);
  },
  erase() {
    forget(draftName());
    waiting = null;
    show();
    saveSoon();
    announce(WORDS.erased);
  },
  sign() {
    fillInCreditor(form);
    show();
    announce(WORDS.signed);
  },
  stranger() {
    neverKeepCreditor();
    showRemembered();
    buttonOf("known").focus();
  },
  known() {
    keepCreditor(form, { anew: true });
    showRemembered();
    buttonOf("stranger").focus();
  },
  /* The page is emptied at once, even offline; the function then gives a form without a trace of rows or review. */
  async wipe() {
    wipe();
    waiting = null;
    downloaded = false;
    emptyForm(form);
    form.dispatchEvent(new CustomEvent("courtois:wiped", { bubbles: true }));
    save();
    await refill(form, []).catch(show);
    announce(WORDS.wiped);
  },
};

/** @param {Event} event */
function act(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-memory]") : null;
  if (button instanceof HTMLElement) ACTIONS[button.dataset.memory ?? ""]?.();
}

function afterSaving() {
  if (!givenAnswers(form).some(([name]) => name === "creditor-name")) return;
  keepCreditor(form);
  downloaded = true;
  show();
}

/** @param {HTMLFormElement} next */
export function offerDrafts(next) {
  if (!usable) return;
  const first = !form;
  form = next;
  if (first) findDraft();
  else saveSoon();
  for (const hidden of findAll(HTMLElement, form, '[data-memory-box=""]')) hidden.hidden = false;
  show();
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("click", act);
  form.addEventListener("courtois:saved", afterSaving);
}
