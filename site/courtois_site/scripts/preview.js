/**
 * @file The letter as it is being written: the function's own page, in a frame that replaces the former one once it is
 * loaded. Each update has a frame of its own, since navigating one frame twice would fill the browser's history.
 */

import { find, make } from "./elements.js";
import { say } from "./text.js";

const PAUSE = 150; // milliseconds without a keystroke before an update
const PATIENCE = 8000; // milliseconds to wait for an answer
const BLOCKS = "p, td, li, dd, h1";
const LATE = "L’aperçu n’a pas pu être mis à jour\u00a0: le précédent reste affiché. Vos réponses sont intactes.";

const wide = matchMedia("(min-width: 64rem)");

class Preview {
  /** @param {HTMLDetailsElement} box */
  constructor(box) {
    this.box = box;
    this.paper = find(HTMLElement, box, ".preview-paper");
    this.status = find(HTMLElement, box, "[role=status]");
    /** @type {HTMLFormElement | null} */
    this.form = null;
    /** @type {HTMLIFrameElement | null} */
    this.shown = null;
    /** @type {HTMLIFrameElement | null} */
    this.next = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
    this.count = 0;
    box.addEventListener("toggle", () => this.draw());
    wide.addEventListener("change", () => this.unfold());
    this.unfold();
  }

  /** Open the preview where there is room for it beside the form; elsewhere the person opens it. */
  unfold() {
    if (wide.matches) this.box.open = true;
  }

  /** @param {HTMLFormElement} form */
  watch(form) {
    this.form = form;
    form.addEventListener("input", () => this.drawSoon());
    form.addEventListener("change", () => this.drawSoon());
    form.addEventListener("courtois:wiped", () => this.wipe());
    this.draw();
  }

  /** Remove what was typed from sight, even when the function is out of reach. */
  wipe() {
    this.shown?.remove();
    this.shown = null;
    this.draw();
  }

  drawSoon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.draw(), PAUSE);
  }

  draw() {
    const visible = this.box.open && this.box.getClientRects().length > 0;
    if (!this.form || !visible) return;
    this.next?.remove();
    this.count += 1;
    const name = `apercu-${this.count}`;
    const frame = make("iframe", { name, title: "Aperçu de la lettre", class: "coming" });
    frame.addEventListener("load", () => this.loaded(frame));
    this.next = frame;
    this.paper.append(frame);
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.giveUp(), PATIENCE);
    this.request(this.form, name);
  }

  /** Give this update up: the former stays. */
  giveUp() {
    clearTimeout(this.patience);
    this.next?.remove();
    this.next = null;
    say(this.status, LATE);
  }

  /**
   * Send the answers as they are to a frame: a button is added to the form, pressed, and taken away. A click does what
   * `requestSubmit` does, which Safari 15 lacks.
   * @param {HTMLFormElement} form
   * @param {string} target
   */
  request(form, target) {
    const destination = { formaction: this.box.dataset.preview ?? "", formtarget: target, formnovalidate: "" };
    const button = make("button", { type: "submit", name: "draft", value: "yes", hidden: "", ...destination });
    form.append(button);
    button.click();
    button.remove();
  }

  /** @param {HTMLIFrameElement} frame */
  loaded(frame) {
    if (frame !== this.next) return; // a later update is on its way
    const page = pageIn(frame);
    if (page?.URL === "about:blank") return; // the frame has not navigated yet
    const letter = page?.querySelector(".letter");
    if (!letter) {
      this.giveUp();
      return;
    }
    clearTimeout(this.patience);
    markChanges(letter, pageIn(this.shown)?.querySelector(".letter"));
    frame.height = String(letter.ownerDocument.documentElement.scrollHeight);
    frame.className = "";
    this.shown?.remove();
    this.shown = frame;
    this.next = null;
    say(this.status, "");
  }
}

/**
 * Return the page in a frame; nothing when the browser put a page of its own there.
 * @param {HTMLIFrameElement | null} frame
 */
function pageIn(frame) {
  try {
    return frame?.contentDocument ?? null;
  } catch {
    return null;
  }
}

/**
 * Mark the blocks of a letter whose words were not in the former one.
 * @param {Element} letter
 * @param {Element | null | undefined} former
 */
function markChanges(letter, former) {
  if (!former) return;
  const known = new Set([...former.querySelectorAll(BLOCKS)].map((block) => block.textContent));
  for (const block of letter.querySelectorAll(BLOCKS)) {
    if (!known.has(block.textContent)) block.classList.add("changed");
  }
}

/** @type {Preview | undefined} */
let preview; // one for the page, whatever its form

/** @param {HTMLFormElement} form */
export function offerPreview(form) {
  preview ??= new Preview(find(HTMLDetailsElement, document, "[data-preview]"));
  preview.watch(form);
}
