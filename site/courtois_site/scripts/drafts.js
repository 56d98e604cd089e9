/* Answers kept in this browser alone: the draft of each letter, and who writes them. */

import { refill, told } from "./form.js";
import { forget, keep, recall, usable, wipe } from "./storage.js";
import { dayWritten, say } from "./words.js";

const PAUSE = 500; // milliseconds without a keystroke
const CREDITOR = "creditor";
const KEPT_ELSE = "Il reste gardé\u00a0: réessayez dans un instant.";
const WORDS = {
  resumed: "Votre brouillon est repris.",
  unreachable: `Le brouillon n’a pas pu être repris, faute de réponse du service. ${KEPT_ELSE}`,
  erased: "Ce brouillon est effacé.",
  wiped: "Tout est effacé\u00a0: ce navigateur ne garde plus rien de vos lettres.",
  signed: "Vos coordonnées sont remplies.",
  known: "Vos coordonnées sont gardées dans ce navigateur pour la prochaine lettre.",
  stranger: "Vos coordonnées ne sont pas gardées.",
  full: "Ce navigateur n’a plus de place\u00a0: vos dernières réponses ne sont pas gardées. Téléchargez votre lettre avant de quitter cette page.",
};

let form; // as the function last gave it back
let waiting; // the draft found on arrival, until the person says what to do with it
let timer = 0;
let downloaded = false;

const find = (selector) => form.querySelector(selector);
const box = (name) => find(`[data-memory-box="${name}"]`);
const draft = () => `draft:${form.dataset.again.split("/").pop()}`;
const isTheirs = (name) => name.startsWith("creditor-") || name === "place";

/* Told once: a screen reader has it read, or it is where one stands. */
function tell(sentence, { stand = true } = {}) {
  const place = find(".memory-told");
  say(place, sentence);
  if (stand) place.focus();
}

function save() {
  clearTimeout(timer);
  timer = 0;
  if (waiting) return;
  const pairs = told(form);
  if (!pairs.length) forget(draft());
  else if (!keep(draft(), pairs)) tell(WORDS.full, { stand: false });
  else if (find(".memory-told").textContent === WORDS.full) tell("", { stand: false });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

/* Leaving the page does not wait for the pause. */
const leaving = () => { if (timer) save(); };

/* A blank form finds its draft; one that already holds the same answers just goes on. */
function arrive() {
  const kept = recall(draft());
  waiting = kept && JSON.stringify(kept.pairs) !== JSON.stringify(told(form)) ? kept : null;
  addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", leaving);
}

function show() {
  box("draft").hidden = !waiting;
  box("line").hidden = Boolean(waiting);
  if (waiting) find("[data-memory-day]").replaceChildren(...dayWritten(waiting.on));
  const name = new Map(recall(CREDITOR)?.pairs).get("creditor-name");
  box("creditor").hidden = Boolean(waiting) || !name || told(form).some(([asked]) => isTheirs(asked));
  say(find("[data-memory-name]"), name ?? "");
  if (downloaded) showRemembered();
}

/* Beside what one reads once the letter is saved. */
function showRemembered() {
  const known = recall(CREDITOR)?.pairs.length > 0;
  find(".after")?.append(box("remembered"));
  box("remembered").hidden = false;
  say(box("remembered").querySelector("[role=status]"), known ? WORDS.known : WORDS.stranger);
  find('[data-memory="stranger"]').hidden = !known;
  find('[data-memory="known"]').hidden = known;
}

/* What this letter does not ask is remembered from another one. No answer at all: not to be remembered. */
function remember({ anew = false } = {}) {
  const kept = recall(CREDITOR)?.pairs;
  if (kept?.length === 0 && !anew) return;
  const elsewhere = (kept ?? []).filter(([name]) => !form.elements.namedItem(name));
  keep(CREDITOR, [...elsewhere, ...told(form).filter(([name]) => isTheirs(name))]);
}

const acts = {
  async resume() {
    try {
      await refill(form, waiting.pairs);
    } catch {
      return tell(WORDS.unreachable);
    }
    waiting = null;
    show();
    tell(WORDS.resumed);
  },
  erase() {
    forget(draft());
    waiting = null;
    show();
    soon();
    tell(WORDS.erased);
  },
  sign() {
    for (const [name, value] of recall(CREDITOR)?.pairs ?? []) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
      if (value) field?.closest?.("details")?.setAttribute("open", "");
    }
    for (const kind of ["input", "change"]) form.dispatchEvent(new Event(kind, { bubbles: true }));
    show();
    tell(WORDS.signed);
  },
  stranger() {
    keep(CREDITOR, []);
    showRemembered();
    find('[data-memory="known"]').focus();
  },
  known() {
    remember({ anew: true });
    showRemembered();
    find('[data-memory="stranger"]').focus();
  },
  /* At once here, whatever the network; then the function gives a form without a trace of rows or review. */
  async wipe() {
    wipe();
    waiting = null;
    downloaded = false;
    empty();
    form.dispatchEvent(new CustomEvent("courtois:wiped", { bubbles: true }));
    save();
    await refill(form, []).catch(show);
    tell(WORDS.wiped);
  },
};

function empty() {
  for (const gone of form.querySelectorAll(".review, .error-summary, .error")) gone.remove();
  for (const field of form.querySelectorAll("input, textarea")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  for (const list of form.querySelectorAll("select")) list.selectedIndex = 0;
}

export function offerDrafts(next) {
  if (!usable) return;
  const first = !form;
  form = next;
  if (first) arrive();
  else soon();
  for (const hidden of form.querySelectorAll('[data-memory-box=""]')) hidden.hidden = false;
  show();
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", (event) => acts[event.target.closest?.("[data-memory]")?.dataset.memory]?.());
  form.addEventListener("courtois:saved", () => {
    if (!told(form).some(([name]) => name === "creditor-name")) return;
    remember();
    downloaded = true;
    show();
  });
}
