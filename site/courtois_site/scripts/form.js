/* A form that comes and goes without leaving the page: rows, review, faults, downloads.
   The function answers with the whole form; nothing typed is read here but to send it there. */

import { parse } from "./html.js";
import { offerCopy, today } from "./words.js";

const title = document.title;
const watchers = [];

/* Call `prepare` with the page's form, now and each time the function gives it back anew. */
export function eachForm(prepare) {
  watchers.push(prepare);
  const form = document.querySelector("form.form");
  if (form) prepare(form);
}

/* What the form would send: filled answers alone, as name and value, without the buttons' own. */
export const answers = (form) => [...new FormData(form)].filter(([, value]) => value !== "");

/* What the person answered: less what a blank form says too, today's date and the first choice of each list. */
export const told = (form) => answers(form).filter(([name, value]) => {
  const field = form.elements.namedItem(name);
  return value !== (field?.dataset?.default ? today() : field?.options?.[0].value);
});

const send = (address, pairs) => fetch(address, { method: "POST", body: new URLSearchParams(pairs) });
const sent = (form, button) => new FormData(form, button);

/* Lay other answers in the form, rows included: the function writes it. Throws when it can't be reached. */
export async function refill(form, pairs) {
  const answer = await send(form.dataset.again, pairs);
  if (!answer.ok) throw new Error(String(answer.status));
  return replace(form, await answer.text());
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

function replace(form, html) {
  const next = parse(html).querySelector("form.form");
  if (!next) throw new Error("no form in the answer");
  form.replaceWith(next);
  for (const prepare of watchers) prepare(next);
  return next;
}

function exchange(form, html, button) {
  const known = new Set([...form.elements].map((field) => field.name));
  const before = rowBefore(button);
  land(replace(form, html), known, button, before);
}

/* A file is saved under the name the server gives it. */
async function save(answer) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "lettre.pdf";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function submit(form, button) {
  form.setAttribute("aria-busy", "true");
  const address = button.hasAttribute("formaction") ? button.formAction : form.action;
  const answer = await send(address, sent(form, button));
  if (answer.headers.get("Content-Disposition") === null) return exchange(form, await answer.text(), button);
  await save(answer);
  form.removeAttribute("aria-busy");
  form.dispatchEvent(new CustomEvent("courtois:saved", { bubbles: true, detail: address }));
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
    if (!button || button.formTarget || button.dataset.leave || form.dataset.plain) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    submit(form, button).catch(() => {
      form.removeAttribute("aria-busy");
      form.dataset.plain = "yes";
      setTimeout(() => form.requestSubmit(button)); // not while the first submission is still being told
    });
  });
}

eachForm(prepare);

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  document.title = `Erreur : ${title}`;
}
