/* What scripts add: a shared address, a copied text, today's date, rows and downloads without leaving the page.
   Everything works without them. Nothing a person types is read here but to send the form they submit. */

const say = (place, sentence) => { place.textContent = sentence; };

const lost = (elsewhere) => `La copie n’a pas pu se faire : ouvrez «\u00a0${elsewhere}\u00a0».`;

async function copy(text, place, done, elsewhere) {
  try {
    await navigator.clipboard.writeText(text);
    say(place, done);
  } catch {
    say(place, elsewhere ? lost(elsewhere) : text);
  }
}

function offerSharing(box) {
  const [button, place] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const canonical = document.querySelector("link[rel=canonical]").href;
  // A demonstration has no address of its own: the link copied is the one it is served at.
  const url = box.dataset.share === "here" ? location.origin + new URL(canonical).pathname : canonical;
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

function offerCopy(box, ask, elsewhere) {
  const place = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await ask();
      if (!answer.ok) throw new Error(String(answer.status));
      await copy(await answer.text(), place, "Texte copié.", elsewhere);
    } catch {
      say(place, lost(elsewhere));
    }
  });
  box.hidden = false;
}

/* Today as the field wants it, « 2026-11-21 », where the person is. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const send = (form, address, button) =>
  fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form, button)) });

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
  return find(".error-summary") ?? find(".review h2") ?? form;
}

function land(form, known, pressed, before) {
  const found = place(form, known, pressed, before) ?? form;
  if (!found.matches("input, select, textarea, button, a")) found.tabIndex = -1;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: found.matches(".error-summary, .review h2, fieldset") ? "start" : "nearest" });
  document.title = (form.querySelector(".error-summary") ? "Erreur : " : "") + title;
}

function exchange(form, html, button) {
  const known = new Set([...form.elements].map((field) => field.name));
  const before = rowBefore(button);
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("form.form");
  if (!next) throw new Error("no form in the answer");
  form.replaceWith(next);
  prepare(next);
  land(next, known, button, before);
}

/* A PDF is saved under the name the server gives it. */
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
  const answer = await send(form, address, button);
  if (answer.headers.get("Content-Type") !== "application/pdf") return exchange(form, await answer.text(), button);
  await save(answer);
  form.removeAttribute("aria-busy");
}

function prepare(form) {
  for (const field of form.querySelectorAll("[data-default=today]")) field.value ||= today();
  for (const box of form.querySelectorAll("[data-copy-text]")) {
    offerCopy(box, () => send(form, box.dataset.copyText), "Voir le texte à coller");
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

const title = document.title;
for (const box of document.querySelectorAll("[data-share]")) offerSharing(box);
for (const box of document.querySelectorAll("[data-copy]")) {
  offerCopy(box, () => fetch(box.dataset.copy), "Le texte seul");
}
for (const form of document.querySelectorAll("form.form")) prepare(form);

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  document.title = `Erreur : ${title}`;
}
