/* The sections in order, with what is done of each. On a phone, one at a time; on a desk, all of them. */

import { button, make } from "./elements.js";
import { say } from "./words.js";

const phone = matchMedia("(max-width: 45.99rem)");
let current = 0; // survives the form being given back anew

/* What the letter cannot do without here: not the rows nobody began, nor what another answer stands for. */
const required = (section) =>
  [...section.querySelectorAll("[data-required]")].filter(
    (field) => !field.closest("[hidden], details:not([open])") && field.name !== "creditor-signatory",
  );

const answered = (field) =>
  field.type === "radio" ? field.form.elements[field.name].value !== "" : field.value.trim() !== "";

/* Done: everything it cannot do without is told. A section that needs nothing is done once it was seen. */
const done = (section, index) => required(section).every(answered) && (required(section).length > 0 || index < current);

class Stepper {
  constructor(form) {
    this.form = form;
    this.sections = [...form.querySelectorAll(":scope > .section")];
    this.last = form.querySelector(".last-actions");
    this.progress = form.querySelector("[data-progress]");
    this.items = this.sections.map((section, index) => this.item(section, index));
    this.progress.querySelector("ol").replaceChildren(...this.items);
    this.progress.hidden = false;
    this.sections.forEach((section, index) => section.append(this.moves(index)));
  }

  item(section, index) {
    const heading = section.querySelector("h2");
    const link = make("a", { href: `#${heading.id}` }, heading.textContent);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.go(index);
    });
    return make("li", {}, link);
  }

  moves(index) {
    const box = make("p", { class: "row-actions moves" });
    if (index > 0) box.append(button("Précédent", () => this.go(index - 1)));
    if (index < this.sections.length - 1) box.append(button("Suivant", () => this.go(index + 1), "button"));
    return box;
  }

  /* To another section, as a page of its own: the browser's « back » comes back here. */
  go(index) {
    if (phone.matches && index !== current) history.pushState({ section: index }, "");
    this.show(index);
    const heading = this.sections[index].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    (phone.matches ? this.progress : heading).scrollIntoView({ block: "start" });
  }

  show(index) {
    current = Math.min(index, this.sections.length - 1);
    this.draw();
  }

  draw() {
    this.sections.forEach((section, index) => { section.classList.toggle("away", phone.matches && index !== current); });
    this.last?.classList.toggle("away", phone.matches && current < this.sections.length - 1);
    this.items.forEach((item, index) => {
      item.className = done(this.sections[index], index) ? "done" : "";
      item.firstChild.toggleAttribute("aria-current", phone.matches && index === current);
      if (phone.matches && index === current) item.firstChild.setAttribute("aria-current", "step");
    });
    const told = `${current + 1} sur ${this.sections.length}\u00a0: ${this.sections[current].querySelector("h2").textContent}`;
    say(this.progress.querySelector(".where"), phone.matches ? `Étape ${told}` : "");
  }

  holding(element) {
    return this.sections.findIndex((section) => section.contains(element));
  }
}

let stepper;

/* A link to a question, or a fault, opens the section that holds it. */
function reveal(target) {
  const index = target ? stepper.holding(target) : -1;
  if (index >= 0) stepper.show(index);
}

export function offerSections(form) {
  stepper = new Stepper(form);
  const fault = form.querySelector("[aria-invalid], .field--error");
  stepper.show(fault ? Math.max(stepper.holding(fault), 0) : current);
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => stepper.draw());
  form.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link) reveal(document.getElementById(link.hash.slice(1)));
  });
}

/* The browser's « back » comes here, and so does a link to a question, which has no section of its own. */
addEventListener("popstate", (event) => {
  const linked = document.getElementById(location.hash.slice(1));
  if (event.state === null && linked && stepper?.holding(linked) >= 0) return reveal(linked);
  stepper?.show(event.state?.section ?? 0);
});
phone.addEventListener("change", () => stepper?.draw());
