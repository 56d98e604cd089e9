/** @file The page of the journal: the cases that this browser follows, and a copy of them. */

import { drawCase } from "./case-card.js";
import { datedToday } from "./case-figures.js";
import { find, findOptional, make, saveFile } from "./elements.js";
import { cases, change, closed, exported, imported, remove } from "./journal.js";
import { usable } from "./storage.js";
import { say, today } from "./text.js";

/** @import { Pair } from "./form.js" */
/** @import { Case } from "./journal.js" */

const WORDS = {
  full: "Ce navigateur n’a plus de place\u00a0: enregistrez une copie, puis retirez un dossier.",
  refused: "Ce navigateur ne garde rien\u00a0: le journal demande son stockage.",
  removed: "Ce dossier est retiré.",
  oneRead: "1 dossier relu.",
  read: "dossiers relus, ceux d’ici plus récents laissés tels quels.",
  unread: "Ce fichier n’est pas une copie de vos dossiers.",
};

const list = find(HTMLElement, document, "[data-dossiers]");
const status = find(HTMLElement, document, "#dossiers-dit");

/**
 * Say a sentence, and focus it: a screen reader reads it once.
 * @param {string} sentence
 */
function announce(sentence) {
  say(status, sentence);
  status.focus();
}

/** Draw every case. */
function show() {
  const all = cases();
  list.replaceChildren(...all.map(drawCard));
  find(HTMLElement, document, "#aucun").hidden = all.length > 0;
  find(HTMLElement, document, "#commencer").hidden = all.length > 0;
}

/** @param {Case} followed */
function drawCard(followed) {
  const card = drawCase(followed, (edit) => store(followed.id, edit));
  card.addEventListener("click", ({ target }) => {
    if (target instanceof HTMLElement) act(target.dataset.act, followed, card);
  });
  return card;
}

/**
 * Do what a button of a card says.
 * @param {string | undefined} name
 * @param {Case} followed
 * @param {HTMLElement} card
 */
function act(name, { id, pairs }, card) {
  if (name === "write") post(`/api/formulaires/${card.dataset.next}`, datedToday(pairs));
  if (name === "calendar") post("/api/calendrier.ics", datedToday(pairs));
  if (name === "paid") store(id, closed);
  if (name !== "remove") return;
  remove(id);
  show();
  announce(WORDS.removed);
}

/**
 * Post answers as a form does: the function's page, or its file, is then the browser's to show.
 * @param {string} address
 * @param {Pair[]} pairs
 */
function post(address, pairs) {
  const fields = pairs.map(([name, text]) => make("textarea", { name }, text));
  const form = make("form", { method: "post", action: address, hidden: "" }, ...fields);
  document.body.append(form);
  form.submit();
  form.remove();
}

/**
 * Change a case and draw it anew.
 * @param {string} id
 * @param {(pairs: Pair[]) => Pair[]} edit
 */
function store(id, edit) {
  if (!change(id, edit)) {
    announce(WORDS.full);
    return;
  }
  show();
  findOptional(HTMLElement, list, `[data-id="${CSS.escape(id)}"] h2`)?.focus();
}

function saveCopy() {
  saveFile(new Blob([exported()], { type: "application/json" }), `dossiers-${today()}.json`);
}

/** @param {HTMLInputElement} field */
async function readCopy(field) {
  const text = field.files?.[0]?.text();
  field.value = "";
  try {
    const count = imported((await text) ?? "");
    show();
    announce(count === 1 ? WORDS.oneRead : `${count} ${WORDS.read}`);
  } catch {
    announce(WORDS.unread);
  }
}

function start() {
  show();
  addEventListener("storage", show); // another tab changed the journal
  addEventListener("pageshow", (event) => { if (event.persisted) show(); });
  const copy = find(HTMLInputElement, document, "#copie");
  copy.addEventListener("change", () => readCopy(copy));
  find(HTMLElement, document, "[data-act=export]").addEventListener("click", saveCopy);
  find(HTMLElement, document, "#sauvegarde").hidden = false;
}

if (usable) start();
else announce(WORDS.refused);
