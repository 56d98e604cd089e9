/** @file A form sent without leaving the page: its rows, review, faults and downloads. */

import { offerCopy } from "./clipboard.js";
import { find, findAll, findOptional, make, saveFile } from "./elements.js";
import { exchange, formBody, post, received } from "./exchange.js";
import { eachForm } from "./form.js";
import { ShownError, report } from "./requests.js";
import { say, today } from "./text.js";

const pageTitle = document.title;

/* What an exchange needs of the browser. False once it lacks anything: the browser then posts forms by itself. */
let able = ["AbortController", "DOMParser", "FormData", "URLSearchParams", "fetch"].every((name) => name in globalThis);

/**
 * What stood around the button pressed, in the form that the answer replaces.
 * @typedef {{ button: HTMLButtonElement, names: Set<string>, rowBefore: string | undefined }} Press
 */

/**
 * Return the name of a field; "" for the fields of scripts, which have none.
 * @param {Element} field
 */
const nameOf = (field) => field.getAttribute("name") ?? "";

/** @param {HTMLButtonElement} button */
const buttonPressed = (button) => ({
  button,
  names: new Set([...(button.form?.elements ?? [])].map(nameOf)),
  rowBefore: button.closest(".row-card")?.previousElementSibling?.id,
});

/**
 * Return where the person goes on once a row was added: its first field.
 * @param {HTMLFormElement} form
 * @param {Press} press
 */
function placeAfterAdding(form, { button, names }) {
  const fields = findAll(HTMLElement, form, "input, select, textarea");
  const added = fields.find((field) => !names.has(nameOf(field)));
  return added ?? findOptional(HTMLElement, form, `button[name=add][value="${CSS.escape(button.value)}"]`);
}

/**
 * Return where the person goes on once a row was removed: the row before it, else the button that adds one.
 * @param {HTMLFormElement} form
 * @param {Press} press
 */
function placeAfterRemoving(form, { button, rowBefore }) {
  const group = CSS.escape(button.value.replace(/-\d+$/, ""));
  return (
    (rowBefore && findOptional(HTMLElement, form, `#${CSS.escape(rowBefore)}`))
    || findOptional(HTMLElement, form, `button[name=add][value="${group}"]`)
    || findOptional(HTMLElement, form, `#${group}`)
  );
}

/**
 * Return where the person goes on: the row just added, the faults, the review or the answer.
 * @param {HTMLFormElement} form
 * @param {Press} press
 */
function nextPlace(form, press) {
  if (press.button.name === "add") return placeAfterAdding(form, press);
  if (press.button.name === "remove") return placeAfterRemoving(form, press);
  return findOptional(HTMLElement, form, ".error-summary")
    ?? findOptional(HTMLElement, form, ".review h2, .answer h2");
}

/**
 * @param {HTMLFormElement} form
 * @param {Press} press
 */
function focusNextPlace(form, press) {
  const place = nextPlace(form, press) ?? form;
  if (!place.matches("input, select, textarea, button, a")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: place.matches(".error-summary, h2, fieldset") ? "start" : "nearest" });
  document.title = (form.querySelector(".error-summary") ? "Erreur : " : "") + pageTitle;
}

/**
 * Return the name that the function gives a file.
 * @param {Response} file
 */
const fileName = (file) =>
  /filename="?([^";]+)/.exec(file.headers.get("Content-Disposition") ?? "")?.[1] ?? "lettre.pdf";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function submit(form, button) {
  const press = buttonPressed(button);
  const address = button.hasAttribute("formaction") ? button.formAction : form.action;
  const answer = await exchange(form, address, formBody(form, button));
  if ("file" in answer) {
    saveFile(await received(answer.file.blob()), fileName(answer.file));
    form.dispatchEvent(new CustomEvent("courtois:saved", { bubbles: true, detail: address }));
  } else if (!answer.typing) {
    focusNextPlace(answer.next, press);
  }
}

/**
 * Say what was foreseen. Any other error means that scripts cannot do it here: the browser posts the form by itself.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @param {unknown} error
 */
function recover(form, button, error) {
  if (error instanceof ShownError) {
    sayBeside(form, button, error.message);
    return;
  }
  able = false;
  button.click();
  report(error);
}

/**
 * Say a sentence beside the button that was pressed, where the person looks.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @param {string} sentence
 */
function sayBeside(form, button, sentence) {
  const place = form.querySelector(".form-told") ?? make("p", { class: "form-told", role: "alert" });
  (button.closest(".row-actions") ?? button).after(place);
  say(place, sentence);
}

/** @param {HTMLFormElement} form */
function offerCopies(form) {
  for (const box of findAll(HTMLElement, form, "[data-copy-text]")) {
    offerCopy(box, () => post(box.dataset.copyText ?? "", formBody(form)), "Voir le texte à coller");
  }
  for (const box of findAll(HTMLElement, form, "[data-copy-field]")) {
    const field = find(HTMLTextAreaElement, form, `#${box.dataset.copyField}`);
    offerCopy(box, async () => new Response(field.value), "Copier cette réponse");
  }
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  for (const field of findAll(HTMLInputElement, form, "[data-default=today]")) field.value ||= today();
  offerCopies(form);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!able || !(button instanceof HTMLButtonElement) || button.formTarget || button.dataset.leave) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    submit(form, button).catch((error) => recover(form, button, error));
  });
}

eachForm(prepare);

const summary = findOptional(HTMLElement, document, ".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  document.title = `Erreur : ${pageTitle}`;
}
