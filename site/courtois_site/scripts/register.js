/* The public register, offered above the questions it can answer. What asks it is loaded when first needed. */

import { button, make } from "./elements.js";
import { say } from "./words.js";

const WORDS = {
  debtor: {
    label: "Trouver votre client dans le registre public",
    sent: "Votre navigateur envoie ces mots à l’API Recherche d’entreprises, puis le SIREN choisi au Bodacc. Rien ne passe par ce site.",
  },
  creditor: {
    label: "Trouver votre entreprise dans le registre public",
    sent: "Votre navigateur envoie ces mots à l’API Recherche d’entreprises. Rien ne passe par ce site.",
  },
};
const LOST = "La recherche n’a pas pu s’ouvrir\u00a0: remplissez les champs vous-même, rien n’est perdu.";

const offered = new Map(); // by party: the box outlives the form it stands in

function build(party) {
  const id = `${party}-register`;
  const field = make("input", {
    id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    maxlength: "120", enterkeyhint: "search", "aria-describedby": `${id}-hint`,
  });
  const status = make("p", { class: "register-status", role: "status" });
  const box = make("div", { class: "register", "data-register": party },
    make("label", { class: "label", for: id }, WORDS[party].label, " ", make("span", { class: "optional" }, "(facultatif)")),
    make("span", { class: "hint", id: `${id}-hint` }, `Nom, SIREN ou SIRET. ${WORDS[party].sent}`));
  const made = { box, lookUp: null };
  let loading;
  const load = () => (loading ??= import("./look-up.js").then(({ LookUp }) => (made.lookUp = new LookUp(box))));
  const search = () => load().then((lookUp) => lookUp.search(field.value), () => {
    loading = undefined;
    say(status, LOST);
  });
  box.append(make("div", { class: "register-ask" }, field, button("Chercher", search)), status);
  field.addEventListener("focus", () => load().catch(() => { loading = undefined; }), { once: true });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // it would send the form
    search();
  });
  for (const kind of ["input", "change"]) box.addEventListener(kind, (event) => event.stopPropagation()); // no answer
  return made;
}

export function offerLookUp(form) {
  for (const place of form.querySelectorAll("[data-register]")) {
    const party = place.dataset.register;
    const { box, lookUp } = offered.get(party) ?? offered.set(party, build(party)).get(party);
    place.replaceWith(box);
    lookUp?.settle();
  }
}
