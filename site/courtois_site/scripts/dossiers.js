/* The page of the journal: each case with its sum, its next step, its last day, and what was done. */

import { button, make, saveFile } from "./elements.js";
import { change, cases, closed, exported, imported, numbers, remove, steps, value, withStep, withoutStep } from "./journal.js";
import { usable } from "./storage.js";
import { dayWritten, say, today } from "./words.js";

const list = document.querySelector("[data-dossiers]");
const model = document.getElementById("dossier").content;
const told = document.getElementById("dossiers-dit");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const BY = { phone: "par téléphone", email: "par courriel", post: "par courrier", lrar: "en recommandé" };
const LATER = "La somme et l’étape suivante n’ont pas pu être calculées\u00a0: réessayez plus tard.";
const WORDS = {
  full: "Ce navigateur n’a plus de place\u00a0: enregistrez une copie, puis retirez un dossier.",
  refused: "Ce navigateur ne garde rien\u00a0: le journal demande son stockage.",
  removed: "Ce dossier est retiré.",
  read: (count) => (count === 1 ? "1 dossier relu." : `${count} dossiers relus, ceux d’ici plus récents laissés tels quels.`),
  unread: "Ce fichier n’est pas une copie de vos dossiers.",
};

const titled = (slug) => document.querySelector(`#titres [data-slug="${CSS.escape(slug)}"]`);
const title = (slug) => titled(slug)?.textContent ?? slug;
const unclaimed = (pairs) => pairs.filter(([name]) => name !== "penalties").concat([["penalties", "none"]]);
const onDay = (pairs) => [...pairs.filter(([name]) => !["dated_on", "pay_by"].includes(name)), ["dated_on", today()]];
const asForm = (pairs) => new URLSearchParams(pairs);

/* What a sum and a day are counted from: no name, no address, no account. */
const COUNTED = new RegExp(
  "^(?:debtor-(?:kind|public_term|comptable_public|ccag|insolvency|insolvency_on)"
  + "|invoices-\\d+-(?:number|issued_on|due_on|performed_on|received_on|nature|amount|credit|disputed|payments-\\d+-.+)"
  + "|earlier-\\d+-(?:step|sent_on|presented_on|channel|invoices)|events-\\d+-.+"
  + "|penalties|late_rate|fixed_rate|late_points|disputed|plan_in_course|grace_until)$",
);

/* Today's figures. A claim without its rate is counted without what lateness adds, and says so. */
async function figures(all) {
  const pairs = all.filter(([name]) => COUNTED.test(name));
  const rated = value(pairs, "late_rate") !== "" || value(pairs, "debtor-kind") !== "professional";
  const claims = value(pairs, "penalties") === "claim" && rated;
  for (const asked of claims ? [pairs, unclaimed(pairs)] : [unclaimed(pairs)]) {
    const answer = await fetch("/api/decompte", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.fromEntries(onDay(asked))),
    });
    const claimed = asked === pairs || value(pairs, "penalties") !== "claim";
    if (answer.ok) return { ...await answer.json(), claimed };
  }
  throw new Error("unanswered");
}

function draw({ id, pairs }) {
  const card = model.cloneNode(true).firstElementChild;
  const find = (selector) => card.querySelector(selector);
  const paid = value(pairs, "closed_on") !== "";
  const about = numbers(pairs).filter(Boolean).join(", ");
  find("h2").textContent = `${value(pairs, "debtor-name") || "Client"}, ${about || "facture"}`;
  find(".closed").hidden = !paid;
  for (const part of [".running", ".add", "[data-act=write]", "[data-act=calendar]", "[data-act=paid]"]) find(part).hidden = paid;
  find(".journal").replaceChildren(...steps(pairs).map((step) => drawStep(step, id, pairs)));
  find(".none").hidden = steps(pairs).length > 0;
  find("[name=sent_on]").value = find("[name=sent_on]").max = today();
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const step = Object.fromEntries(new FormData(event.target));
    store(id, (now) => withStep(now, step));
  });
  card.addEventListener("click", (event) => acts[event.target.dataset?.act]?.({ id, pairs, card }));
  if (!paid) count(card, pairs);
  return card;
}

function drawStep(step, id, pairs) {
  const day = make("strong", {}, ...dayWritten(step.sent_on));
  const item = make("li", {}, day, `\u00a0: ${title(step.step)} ${BY[step.channel] ?? ""}`);
  if (step.answer) item.append(`. Réponse\u00a0: ${step.answer}`);
  const undo = button("Retirer", () => store(id, (now) => withoutStep(now, step.row)), "plain");
  undo.setAttribute("aria-label", `Retirer\u00a0: ${title(step.step)}`);
  item.append(" ", undo);
  return item;
}

async function count(card, pairs) {
  const find = (selector) => card.querySelector(selector);
  try {
    const found = await figures(pairs);
    say(find(".due"), `${euros.format(found.total)} dus aujourd’hui${found.claimed ? "" : ", hors pénalités\u00a0: il manque leur taux"}`);
    const next = found.next_step;
    const coming = next && ["Prochaine étape\u00a0: ", title(next.slug).toLowerCase(), ", le ", ...dayWritten(next.on), "."];
    find(".coming").replaceChildren(...(coming ?? ["Il ne reste rien à demander."]));
    find(".until").replaceChildren("Un juge peut être saisi jusqu’au ", ...dayWritten(found.limitation.safe), found.limitation.safe_sure ? ", compté au plus prudent." : " au plus tard, peut-être avant\u00a0: la fin de la prestation n’est pas indiquée.");
    card.dataset.next = next?.slug ?? "";
    find("[data-act=write]").hidden = !next || !titled(next.slug)?.hasAttribute("data-letter");
    place(find(".days-line"), pairs, found.limitation.safe);
  } catch {
    say(find(".due"), LATER);
    for (const part of [".days-line", "[data-act=write]"]) find(part).setAttribute("hidden", "");
  }
}

/* From the first due date to the last safe day: where today stands. */
function place(line, pairs, safe) {
  const due = pairs.filter(([name]) => /^invoices-\d+-due_on$/.test(name)).map(([, day]) => Date.parse(day));
  const [first, last] = [Math.min(...due), Date.parse(safe)];
  const along = Math.min(Math.max((Date.parse(today()) - first) / Math.max(last - first, 1), 0), 1);
  const x = Math.round(20 + along * 960);
  line.querySelector(".days-gone").setAttribute("width", x);
  line.querySelector(".mark--today").setAttribute("x", x - 3);
}

const acts = {
  /* The function gives the letter's form, filled: a page as any other. */
  write({ pairs, card }) {
    post(`/api/formulaires/${card.dataset.next}`, onDay(pairs));
  },
  calendar: ({ pairs }) => post("/api/calendrier.ics", onDay(pairs)),
  paid: ({ id }) => store(id, closed),
  remove({ id }) {
    remove(id);
    show();
    tell(WORDS.removed);
  },
};

/* As a form does, so that a page or a file answers. */
function post(address, pairs) {
  const fields = [...asForm(pairs)].map(([name, text]) => make("textarea", { name }, text));
  const form = make("form", { method: "post", action: address, hidden: "" }, ...fields);
  document.body.append(form);
  form.submit();
  form.remove();
}

function store(id, act) {
  if (!change(id, act)) return tell(WORDS.full);
  show();
  list.querySelector(`[data-id="${CSS.escape(id)}"] h2`)?.focus();
}

function tell(sentence) {
  say(told, sentence);
  told.focus();
}

function show() {
  const all = cases();
  list.replaceChildren(...all.map((one) => {
    const card = draw(one);
    card.dataset.id = one.id;
    return card;
  }));
  document.getElementById("aucun").hidden = document.getElementById("commencer").hidden = all.length > 0;
}

function saveCopy() {
  saveFile(new Blob([exported()], { type: "application/json" }), `dossiers-${today()}.json`);
}

async function readCopy(event) {
  const [file] = event.target.files;
  event.target.value = "";
  try {
    const read = imported(await file.text());
    show();
    tell(WORDS.read(read));
  } catch {
    tell(WORDS.unread);
  }
}

addEventListener("storage", show); // another tab changed the journal
addEventListener("pageshow", (event) => { if (event.persisted) show(); });

if (usable) {
  show();
  document.getElementById("sauvegarde").hidden = false;
  document.querySelector("[data-act=export]").addEventListener("click", saveCopy);
  document.getElementById("copie").addEventListener("change", readCopy);
} else {
  tell(WORDS.refused);
}
