/* A list of choices for the keyboard, the mouse and screen readers (WAI-ARIA APG, listbox with one choice).
   Focus stays on the list; arrows, Home and End move in it, Enter or Space choose, Escape leaves. */

import { make } from "./elements.js";

export class Listbox {
  constructor({ id, label, chosen, left }) {
    this.chosen = chosen;
    this.element = make("ul", { id, role: "listbox", "aria-label": label, tabindex: "0", class: "register-list" });
    this.element.addEventListener("keydown", (event) => this.key(event, left));
    this.element.addEventListener("focus", () => this.go(this.at));
    this.element.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.choose([...this.element.children].indexOf(option));
    });
  }

  /* `lines` of an option: what one reads first, then the rest. */
  show(choices, lines) {
    this.choices = choices;
    this.at = 0;
    this.element.replaceChildren(...choices.map((choice, index) =>
      make("li", { role: "option", id: `${this.element.id}-${index}`, "aria-selected": "false" },
        ...lines(choice).map((words, line) => make("span", { class: line ? "hint" : "register-name" }, words)))));
    this.element.removeAttribute("aria-activedescendant");
  }

  go(index) {
    const options = [...this.element.children];
    this.at = Math.min(Math.max(index, 0), options.length - 1);
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    this.element.setAttribute("aria-activedescendant", options[this.at].id);
    options[this.at].scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    this.chosen(this.choices[index]);
  }

  key(event, left) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = new Map([
      ["ArrowDown", () => this.go(this.at + 1)],
      ["ArrowUp", () => this.go(this.at - 1)],
      ["Home", () => this.go(0)],
      ["End", () => this.go(this.choices.length - 1)],
      ["Enter", () => this.choose(this.at)],
      [" ", () => this.choose(this.at)],
      ["Escape", left],
    ]).get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }
}
