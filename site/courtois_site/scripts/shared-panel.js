/** @file The panel above the form where a shared case is read. It takes the focus from nobody at work. */

import { find, make } from "./elements.js";
import { currentForm } from "./form.js";
import { say } from "./text.js";

const ABOVE = "\u00a0: c’est au-dessus du formulaire.";

/** Take the case out of the address: a reload, or a copy of the address, shows a blank form. */
export const leaveAddress = () => history.replaceState(history.state, "", location.pathname + location.search);

const panel = () => document.querySelector(".received");

export function close() {
  panel()?.remove();
  leaveAddress();
}

/** Close the panel at the reader's request, and give the focus to the page. */
export function closeAndFocus() {
  close();
  find(HTMLElement, document, "main").focus({ preventScroll: true });
}

/** Return the element that the reader is working in, or null when the panel may take the focus. */
function elementAtWork() {
  const active = document.activeElement;
  return active?.matches("body, main, .received *") ? null : active;
}

const news = make("p", { class: "visually-hidden", role: "status" });
find(HTMLElement, document, "main").append(news);

/**
 * Open the panel. A reader who came for the case is led to it; a reader who is at work is told, and the field they type
 * in does not move on the screen.
 * @param {string} title
 * @param {...Node} content
 */
export function open(title, ...content) {
  const atWork = elementAtWork();
  const top = atWork?.getBoundingClientRect().top ?? 0;
  panel()?.remove();
  const heading = make("h2", { id: "recu", tabindex: "-1" }, title);
  const section = make("section", { class: "received", "aria-labelledby": "recu" }, heading, ...content);
  currentForm()?.before(section);
  if (atWork) {
    scrollBy(0, atWork.getBoundingClientRect().top - top);
    say(news, title + ABOVE);
    return;
  }
  heading.focus({ preventScroll: true });
  section.scrollIntoView({ block: "start" });
}
