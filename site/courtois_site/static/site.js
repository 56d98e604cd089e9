/* What scripts add: a shared address, a copied text, dates filled in, rows added without leaving the page.
   Everything works without them. Nothing a person types is read here but to send the form they submit. */

const say = (place, sentence) => { place.textContent = sentence; };

async function copy(text, place, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(place, done);
  } catch {
    say(place, text.length < 200 ? text : "La copie n’a pas pu se faire : ouvrez « Le texte seul ».");
  }
}

function offerSharing(box) {
  const [button, place] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const url = document.querySelector("link[rel=canonical]").href;
  if (navigator.share) button.textContent = "Partager le lien";
  button.addEventListener("click", async () => {
    if (navigator.share) {
      try {
        await navigator.share({ title: document.title, url });
        return;
      } catch (error) {
        if (error.name === "AbortError") return;
      }
    }
    await copy(url, place, "Lien copié.");
  });
  box.hidden = false;
}

function offerCopy(box) {
  const place = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await fetch(box.dataset.copy);
      if (!answer.ok) throw new Error(String(answer.status));
      await copy(await answer.text(), place, "Texte copié.");
    } catch {
      say(place, "La copie n’a pas pu se faire : ouvrez « Le texte seul ».");
    }
  });
  box.hidden = false;
}

/* A day as the field wants it: « 2026-11-21 », where the person is. */
function day(ahead) {
  const now = new Date();
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead);
  const two = (number) => String(number).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

function fillDates(form) {
  for (const field of form.querySelectorAll("[data-default=today]")) field.value ||= day(0);
  for (const field of form.querySelectorAll("[data-default-days]")) field.value ||= day(Number(field.dataset.defaultDays));
}

/* Where a person goes on after the form came back: its faults, its review, or the row just added. */
function land(form, known, pressed) {
  const told = form.parentElement.querySelector(".error-summary, .review, .warning-list");
  const added = [...form.querySelectorAll("input, select, textarea")].find(
    (field) => field.type !== "hidden" && !known.has(field.name));
  const again = form.querySelector(`button[name="${CSS.escape(pressed.name)}"][value="${CSS.escape(pressed.value)}"]`);
  const place = pressed.name === "add" ? added : pressed.name === "remove" ? null : told;
  const focus = place ?? again ?? form.querySelector("button[name=add]") ?? form;
  if (!focus.matches("input, select, textarea, button, a")) focus.tabIndex = -1;
  focus.focus();
}

async function exchange(form, button) {
  const known = new Set([...form.elements].map((field) => field.name));
  const sent = new FormData(form, button);
  form.setAttribute("aria-busy", "true");
  const answer = await fetch(button.formAction, { method: "POST", body: new URLSearchParams(sent) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("form.form");
  if (!next) throw new Error("no form in the answer");
  form.replaceWith(next);
  prepare(next);
  land(next, known, button);
}

function prepare(form) {
  fillDates(form);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.formAction.includes("/api/formulaires/") || form.dataset.plain) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    exchange(form, button).catch(() => {
      form.removeAttribute("aria-busy");
      form.dataset.plain = "yes";
      setTimeout(() => form.requestSubmit(button)); // not while the first submission is still being told
    });
  });
}

for (const box of document.querySelectorAll("[data-share]")) offerSharing(box);
for (const box of document.querySelectorAll("[data-copy]")) offerCopy(box);
for (const form of document.querySelectorAll("form.form")) prepare(form);

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  document.title = `Erreur : ${document.title}`;
}
