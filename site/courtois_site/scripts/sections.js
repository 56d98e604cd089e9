/** @file The sections in order, with what is done of each. On a phone, one at a time; on a desk, all of them. */

import { button, find, findAll, findOptional, make } from "./elements.js";
import { fieldNamed, isField } from "./form.js";
import { say } from "./text.js";

/** @import { Field } from "./form.js" */

const phone = matchMedia("(max-width: 45.99rem)");
let current = 0; // kept when the function gives another form

/**
 * Return the fields that the letter cannot do without here, but for those of folds that nobody opened.
 * @param {HTMLElement} section
 */
const requiredFields = (section) =>
  findAll(HTMLElement, section, "[data-required]")
    .filter((field) => !field.closest("[hidden], details:not([open])"))
    .filter(isField);

/** @param {Field} field */
function isAnswered(field) {
  const holder = field.type === "radio" && field.form ? fieldNamed(field.form, field.name) : field;
  return holder !== null && holder.value.trim() !== "";
}

/**
 * Return true when every required question is answered. A section that requires nothing is done once it was seen.
 * @param {HTMLElement} section
 * @param {number} index
 */
function isDone(section, index) {
  const fields = requiredFields(section);
  return fields.every(isAnswered) && (fields.length > 0 || index < current);
}

class Stepper {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.sections = findAll(HTMLElement, form, ":scope > .section");
    this.last = findOptional(HTMLElement, form, ".last-actions");
    this.progress = find(HTMLElement, form, "[data-progress]");
    this.place = find(HTMLElement, this.progress, ".where");
    this.links = this.sections.map((section, index) => this.makeLink(section, index));
    const items = this.links.map((link) => make("li", {}, link));
    find(HTMLElement, this.progress, "ol").replaceChildren(...items);
    this.progress.hidden = false;
    this.sections.forEach((section, index) => section.append(this.makeMoves(index)));
  }

  /**
   * @param {HTMLElement} section
   * @param {number} index
   */
  makeLink(section, index) {
    const heading = find(HTMLElement, section, "h2");
    const link = make("a", { href: `#${heading.id}` }, heading.textContent ?? "");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.go(index);
    });
    return link;
  }

  /** @param {number} index */
  makeMoves(index) {
    const box = make("p", { class: "row-actions moves" });
    if (index > 0) box.append(button("Précédent", () => this.go(index - 1)));
    if (index < this.sections.length - 1) box.append(button("Suivant", () => this.go(index + 1), "button"));
    return box;
  }

  /**
   * Go to another section. On a phone it is an entry of the browser's history, so that « back » comes back here.
   * @param {number} index
   */
  go(index) {
    if (phone.matches && index !== current) history.pushState({ section: index }, "");
    this.show(index);
    const section = this.sections[index];
    if (!section) return;
    const heading = find(HTMLElement, section, "h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    (phone.matches ? this.progress : heading).scrollIntoView({ block: "start" });
  }

  /** @param {number} index */
  show(index) {
    current = Math.min(index, this.sections.length - 1);
    this.draw();
  }

  draw() {
    this.sections.forEach((section, index) => {
      section.classList.toggle("away", phone.matches && index !== current);
      this.drawLink(section, index);
    });
    this.last?.classList.toggle("away", phone.matches && current < this.sections.length - 1);
    const title = this.sections[current]?.querySelector("h2")?.textContent;
    say(this.place, phone.matches ? `Étape ${current + 1} sur ${this.sections.length}\u00a0: ${title}` : "");
  }

  /**
   * @param {HTMLElement} section
   * @param {number} index
   */
  drawLink(section, index) {
    const link = this.links[index];
    if (!link?.parentElement) return;
    link.parentElement.className = isDone(section, index) ? "done" : "";
    if (phone.matches && index === current) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }

  /**
   * Return the index of the section that holds an element, or -1.
   * @param {Element | null} element
   */
  holding(element) {
    return this.sections.findIndex((section) => section.contains(element));
  }
}

/** @type {Stepper | undefined} */
let stepper;

/**
 * Show the section that holds an element, such as a question that a fault leads to. Returns false when none does.
 * @param {Element | null} element
 */
function reveal(element) {
  const index = element && stepper ? stepper.holding(element) : -1;
  if (index >= 0) stepper?.show(index);
  return index >= 0;
}

/** @param {HTMLFormElement} form */
export function offerSections(form) {
  const made = new Stepper(form);
  stepper = made;
  const fault = form.querySelector("[aria-invalid], .field--error");
  made.show(fault ? Math.max(made.holding(fault), 0) : current);
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => made.draw());
  form.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (link instanceof HTMLAnchorElement) reveal(document.getElementById(link.hash.slice(1)));
  });
}

/* The browser's « back » comes here, and so does a link to a question, which is an entry without a section. */
addEventListener("popstate", (event) => {
  const linked = event.state === null ? document.getElementById(location.hash.slice(1)) : null;
  if (!reveal(linked)) stepper?.show(event.state?.section ?? 0);
});
phone.addEventListener("change", () => stepper?.draw());
