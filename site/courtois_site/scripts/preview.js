/* The letter as it writes itself: the function's own page, in a frame that replaces the former once it is there.
   Each update has a frame of its own: navigating one twice would fill the browser's history. */

import { make } from "./elements.js";
import { say } from "./words.js";

const PAUSE = 150; // milliseconds without a keystroke
const PATIENCE = 8000; // milliseconds for an answer
const BLOCKS = "p, td, li, dd, h1";
const LATE = "L’aperçu n’a pas pu être mis à jour\u00a0: le précédent reste affiché. Vos réponses sont intactes.";

const wide = matchMedia("(min-width: 64rem)");

class Preview {
  constructor(box) {
    this.box = box;
    this.paper = box.querySelector(".preview-paper");
    this.status = box.querySelector("[role=status]");
    this.shown = null;
    this.next = null;
    this.count = 0;
    box.addEventListener("toggle", () => this.draw());
    wide.addEventListener("change", () => this.unfold());
    this.unfold();
  }

  /* Beside the form there is room for it; below it, the person opens it. */
  unfold() {
    if (wide.matches) this.box.open = true;
  }

  watch(form) {
    this.form = form;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("courtois:wiped", () => this.wipe());
    this.draw();
  }

  /* Nothing of what was typed stays in sight, even when the function cannot be reached. */
  wipe() {
    this.shown?.remove();
    this.shown = null;
    this.draw();
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), PAUSE);
  }

  draw() {
    if (!this.form || !this.box.open || !this.box.getClientRects().length) return; // in sight alone
    this.next?.remove();
    const name = `apercu-${(this.count += 1)}`;
    const frame = make("iframe", { name, title: "Aperçu de la lettre", class: "coming" });
    frame.addEventListener("load", () => this.loaded(frame));
    this.next = frame;
    this.paper.append(frame);
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.give(), PATIENCE);
    this.ask(frame.name);
  }

  /* Give this update up: the former stays. */
  give() {
    clearTimeout(this.patience);
    this.next?.remove();
    this.next = null;
    say(this.status, LATE);
  }

  /* A button of the form, pressed for it and taken away: the answers go as they stand. */
  ask(target) {
    const goes = { formaction: this.box.dataset.preview, formtarget: target, formnovalidate: "" };
    const button = make("button", { type: "submit", name: "draft", value: "yes", hidden: "", ...goes });
    this.form.append(button);
    button.click(); // as requestSubmit, which Safari 15 lacks
    button.remove();
  }

  loaded(frame) {
    if (frame !== this.next) return; // a later one is on its way
    const page = within(frame);
    if (page?.URL === "about:blank") return; // not navigated yet
    const letter = page?.querySelector(".letter");
    if (!letter) return this.give();
    this.next = null;
    clearTimeout(this.patience);
    mark(letter, within(this.shown)?.querySelector(".letter"));
    frame.height = String(letter.ownerDocument.documentElement.scrollHeight);
    frame.className = "";
    this.shown?.remove();
    this.shown = frame;
    say(this.status, "");
  }
}

/* The page in a frame, or nothing when the browser put one of its own there. */
function within(frame) {
  try {
    return frame?.contentDocument ?? null;
  } catch {
    return null;
  }
}

/* What is not as it was is softly marked. */
function mark(letter, before) {
  if (!before) return;
  const known = new Set([...before.querySelectorAll(BLOCKS)].map((block) => block.textContent));
  for (const block of letter.querySelectorAll(BLOCKS)) {
    if (!known.has(block.textContent)) block.classList.add("changed");
  }
}

let preview; // one for the page, whatever its form

export function offerPreview(form) {
  preview ??= new Preview(document.querySelector("[data-preview]"));
  preview.watch(form);
}
