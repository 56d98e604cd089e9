/**
 * @file A list of choices for the keyboard, the mouse and screen readers (WAI-ARIA APG, listbox with one choice). Focus
 * stays on the list: arrows, Home and End move in it, Enter or Space choose, Escape leaves.
 */

import { make } from "./elements.js";

/**
 * What the list does.
 * @template T
 * @typedef {object} Options
 * @property {string} id
 * @property {string} label
 * @property {(choice: T) => void} onChoose
 * @property {() => void} onLeave
 */

/** @template T */
export class Listbox {
  /** @param {Options<T>} options */
  constructor({ id, label, onChoose, onLeave }) {
    this.onChoose = onChoose;
    this.onLeave = onLeave;
    /** @type {T[]} */
    this.choices = [];
    /** @type {HTMLElement[]} */
    this.options = [];
    this.current = 0;
    this.element = make("ul", { id, role: "listbox", "aria-label": label, tabindex: "0", class: "register-list" });
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focus", () => this.go(this.current));
    this.element.addEventListener("click", ({ target }) => {
      this.choose(this.options.findIndex((option) => target instanceof Node && option.contains(target)));
    });
  }

  /**
   * Show choices.
   * @param {T[]} choices
   * @param {(choice: T) => string[]} linesOf the lines of an option, the first of which is read first
   */
  show(choices, linesOf) {
    this.choices = choices;
    this.current = 0;
    this.options = choices.map((choice, index) => this.makeOption(index, linesOf(choice)));
    this.element.replaceChildren(...this.options);
    this.element.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {number} index
   * @param {string[]} lines
   */
  makeOption(index, lines) {
    const spans = lines.map((words, line) => make("span", { class: line ? "hint" : "register-name" }, words));
    return make("li", { role: "option", id: `${this.element.id}-${index}`, "aria-selected": "false" }, ...spans);
  }

  /** @param {number} index */
  go(index) {
    this.current = Math.min(Math.max(index, 0), this.options.length - 1);
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.current)));
    const option = this.options[this.current];
    if (!option) return;
    this.element.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  choose(index) {
    const choice = this.choices[index];
    if (choice !== undefined) this.onChoose(choice);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = new Map([
      ["ArrowDown", () => this.go(this.current + 1)],
      ["ArrowUp", () => this.go(this.current - 1)],
      ["Home", () => this.go(0)],
      ["End", () => this.go(this.choices.length - 1)],
      ["Enter", () => this.choose(this.current)],
      [" ", () => this.choose(this.current)],
      ["Escape", this.onLeave],
    ]).get(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  }
}
