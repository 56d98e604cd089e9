/* The panel where a shared case is read, above the form; it takes the focus from nobody at work. */

import { make } from "./elements.js";
import { currentForm } from "./form.js";
import { say } from "./words.js";

const ABOVE = "\u00a0: c’est au-dessus du formulaire.";

/* The address without the case: a reload, or a copy of it, shows a blank form. */
export const leaveAddress = () => history.replaceState(history.state, "", location.pathname + location.search);

export function close() {
  document.querySelector(".received")?.remove();
  leaveAddress();
}

export function closed() {
  close();
  document.querySelector("main").focus({ preventScroll: true });
}

/* Where a reader is at work, in the form or elsewhere; nothing when the panel may take the focus. */
function atWork() {
  const at = document.activeElement;
  return at?.matches("body, main, .received *") ? null : at;
}

const news = make("p", { class: "visually-hidden", role: "status" });
document.querySelector("main").append(news);

/* Who came for the case is led to it; who has begun something else since is told, and their field does not move. */
export function open(title, ...content) {
  const reader = atWork();
  const before = reader?.getBoundingClientRect().top;
  document.querySelector(".received")?.remove();
  const heading = make("h2", { id: "recu", tabindex: "-1" }, title);
  const panel = make("section", { class: "received", "aria-labelledby": "recu" }, heading, ...content);
  currentForm().before(panel);
  if (reader) {
    scrollBy(0, reader.getBoundingClientRect().top - before);
    return say(news, title + ABOVE);
  }
  heading.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "start" });
}
