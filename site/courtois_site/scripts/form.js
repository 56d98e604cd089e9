/* A form that comes and goes without leaving the page: rows, review, faults, downloads.
   The function answers with the whole form; nothing typed is read here but to send it there. */

import { make, saveFile } from "./elements.js";
import { parse } from "./html.js";
import { ShownError, report, timeLimit } from "./requests.js";
import { offerCopy, say, today } from "./words.js";

const PATIENCE = 30000; // milliseconds for an answer
const UNREACHED = "Le service ne répond pas\u00a0: vos réponses sont intactes. Réessayez dans un instant.";

const title = document.title;
const watchers = [];
let turn = 0; // the exchange last asked for: the answer of an earlier one comes too late

/* What an exchange takes. False as soon as a browser lacks something: it then posts the form itself, as with scripts off. */
let able = ["AbortController", "DOMParser", "FormData", "URLSearchParams", "fetch"].every((name) => name in globalThis);

/* The page's form: another element each time the function gives it back. */
export const currentForm = () => document.querySelector("form.form");

/* One part of the page that fails is reported, and keeps no other from running. */
function run(part, form) {
  try {
    part(form);
  } catch (error) {
    report(error);
  }
}

/* Call `prepare` with the page's form, now and each time the function gives it back anew. */
export function eachForm(prepare) {
  watchers.push(prepare);
  const form = currentForm();
  if (form) run(prepare, form);
}

/* What the form would send: filled answers alone, as name and value, without the buttons' own. */
export const answers = (form) => [...new FormData(form)].filter(([, value]) => value !== "");

/* What the person answered: less what a blank form says too, today's date and the first choice of each list. */
export const told = (form) => answers(form).filter(([name, value]) => {
  const field = form.elements.namedItem(name);
  return value !== (field?.dataset?.default ? today() : field?.options?.[0].value);
});

/* What the form sends, with the pair of the button pressed: Chrome 111 and Safari 16.3 pass over the one given to FormData. */
function sent(form, button) {
  const pairs = new FormData(form);
  if (button?.name) pairs.append(button.name, button.value);
  return pairs;
}

const send = (address, pairs) =>
  fetch(address, { method: "POST", body: new URLSearchParams(pairs), signal: timeLimit(PATIENCE) });

/* What comes from the service, or the sentence that says it did not. */
const reached = (promise) => promise.catch(() => { throw new ShownError(UNREACHED); });

/* Post answers. Throws ShownError when there is neither a form nor a file in return. */
async function ask(form, address, pairs) {
  const mine = (turn += 1);
  const asked = new Map(answers(form));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await reached(send(address, pairs));
    if (answer.headers.get("Content-Disposition") !== null) return { file: answer };
    const page = parse(await reached(answer.text()));
    if (mine !== turn || !form.isConnected) throw new ShownError(""); // another exchange was asked for since
    const next = page.querySelector("form.form");
    if (!next) throw new ShownError(page.querySelector("main [role=alert]")?.textContent ?? UNREACHED);
    return { next, typing: replace(form, next, asked) };
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/* Lay other answers in the form, rows included: the function writes it. Throws when it can't be reached. */
export const refill = async (form, pairs) => (await ask(form, form.dataset.again, pairs)).next;

/* What was typed while the answer was on its way is not lost; true when someone is typing still. */
function carry(form, next, asked) {
  const now = new Map(answers(form));
  const changed = [...new Set([...asked.keys(), ...now.keys()])].filter((name) => asked.get(name) !== now.get(name));
  for (const name of changed) {
    const field = next.elements.namedItem(name);
    if (field?.type === "checkbox") field.checked = now.has(name);
    else if (field) field.value = now.get(name) ?? "";
  }
  const typed = document.activeElement;
  return form.contains(typed) && changed.includes(typed.name) ? typed : null;
}

function replace(form, next, asked) {
  const typed = carry(form, next, asked);
  const selection = typed && [typed.selectionStart, typed.selectionEnd];
  form.replaceWith(next);
  for (const watch of watchers) run(watch, next);
  const field = typed && next.elements.namedItem(typed.name);
  field?.focus?.({ preventScroll: true });
  if (typeof selection?.[0] === "number") field?.setSelectionRange?.(...selection);
  return Boolean(field);
}

/* The row one comes back to when another is removed: the one before it, if there is one. */
const rowBefore = (button) => button.closest(".row-card")?.previousElementSibling?.id;

/* Where a person goes on after the form came back: its faults, its review, or the row just added. */
function place(form, known, pressed, before) {
  const find = (selector) => form.querySelector(selector);
  const by = (name) => find(`button[name="${name}"][value="${CSS.escape(pressed.value)}"]`);
  if (pressed.name === "add") {
    const added = [...form.querySelectorAll("input, select, textarea")].find((field) => !known.has(field.name));
    return added ?? by("add");
  }
  if (pressed.name === "remove") {
    const group = CSS.escape(pressed.value.replace(/-\d+$/, ""));
    return (before && find(`#${CSS.escape(before)}`)) ?? find(`button[name=add][value="${group}"]`) ?? find(`#${group}`);
  }
  return find(".error-summary") ?? find(".review h2, .answer h2") ?? form;
}

function land(form, known, pressed, before) {
  const found = place(form, known, pressed, before) ?? form;
  if (!found.matches("input, select, textarea, button, a")) found.tabIndex = -1;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: found.matches(".error-summary, h2, fieldset") ? "start" : "nearest" });
  document.title = (form.querySelector(".error-summary") ? "Erreur : " : "") + title;
}

/* The name the server gives a file. */
const named = (answer) => /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "lettre.pdf";

async function submit(form, button) {
  const known = new Set([...form.elements].map((field) => field.name));
  const before = rowBefore(button);
  const address = button.hasAttribute("formaction") ? button.formAction : form.action;
  const { file, next, typing } = await ask(form, address, sent(form, button));
  if (!file) return typing || land(next, known, button, before);
  saveFile(await reached(file.blob()), named(file));
  form.dispatchEvent(new CustomEvent("courtois:saved", { bubbles: true, detail: address }));
}

/* What was foreseen is said. Anything else means that scripts cannot do it here: the browser posts the form itself. */
function fail(form, button, error) {
  if (error instanceof ShownError) return tell(form, button, error.message);
  able = false;
  button.click();
  report(error);
}

/* Beside the button that was pressed, where one looks. */
function tell(form, button, sentence) {
  const place = form.querySelector(".form-told") ?? make("p", { class: "form-told", role: "alert" });
  (button.closest(".row-actions") ?? button).after(place);
  say(place, sentence);
}

function prepare(form) {
  for (const field of form.querySelectorAll("[data-default=today]")) field.value ||= today();
  for (const box of form.querySelectorAll("[data-copy-text]")) {
    offerCopy(box, () => send(box.dataset.copyText, sent(form)), "Voir le texte à coller");
  }
  for (const box of form.querySelectorAll("[data-copy-field]")) {
    const text = () => form.querySelector(`#${box.dataset.copyField}`).value;
    offerCopy(box, async () => new Response(text()), "Copier cette réponse");
  }
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!able || !button || button.formTarget || button.dataset.leave) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    submit(form, button).catch((error) => fail(form, button, error));
  });
}

eachForm(prepare);

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  document.title = `Erreur : ${title}`;
}
