/** @file The public register, offered above the questions it can answer. Its search is loaded when first needed. */

import { button, findAll, make } from "./elements.js";
import { report } from "./requests.js";
import { say } from "./text.js";

/** @import { LookUp } from "./look-up.js" */

/**
 * A search offered for one party: its box, and its list once it is loaded.
 * @typedef {{ box: HTMLElement, lookUp: LookUp | null }} Search
 */

const SENT = "Votre navigateur envoie ces mots à l’API Recherche d’entreprises";
const WORDS = {
  debtor: {
    label: "Trouver votre client dans le registre public",
    sent: `${SENT}, puis le SIREN choisi au Bodacc. Rien ne passe par ce site.`,
  },
  creditor: {
    label: "Trouver votre entreprise dans le registre public",
    sent: `${SENT}. Rien ne passe par ce site.`,
  },
};
const LOST = "La recherche n’a pas pu s’ouvrir\u00a0: remplissez les champs vous-même, rien n’est perdu.";

/**
 * The searches, by party: a box outlives the form it stands in.
 * @type {Map<string, Search>}
 */
const searches = new Map();

/** @param {string} id */
const makeField = (id) =>
  make("input", {
    id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    maxlength: "120", enterkeyhint: "search", "aria-describedby": `${id}-hint`,
  });

/**
 * Load the search of a box once; a load that fails is tried again at the next call.
 * @param {Search} search
 */
function loader(search) {
  /** @type {Promise<LookUp> | null} */
  let loading = null;
  const load = async () => {
    const { LookUp } = await import("./look-up.js");
    search.lookUp = new LookUp(search.box);
    return search.lookUp;
  };
  return () => {
    loading ??= load().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}

/**
 * Make the search of one party.
 * @param {"debtor" | "creditor"} party
 */
function makeSearch(party) {
  const id = `${party}-register`;
  const { label, sent } = WORDS[party];
  const field = makeField(id);
  const status = make("p", { class: "register-status", role: "status" });
  const optional = make("span", { class: "optional" }, "(facultatif)");
  const box = make("div", { class: "register", "data-register": party },
    make("label", { class: "label", for: id }, label, " ", optional),
    make("span", { class: "hint", id: `${id}-hint` }, `Nom, SIREN ou SIRET. ${sent}`));
  /** @type {Search} */
  const made = { box, lookUp: null };
  const load = loader(made);
  const search = () => load().then((lookUp) => lookUp.search(field.value), () => say(status, LOST)).catch(report);
  box.append(make("div", { class: "register-ask" }, field, button("Chercher", search)), status);
  field.addEventListener("focus", () => load().catch(() => {}), { once: true }); // said when the person searches
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // the key would send the form
    search();
  });
  for (const kind of ["input", "change"]) box.addEventListener(kind, (event) => event.stopPropagation()); // no answer
  return made;
}

/** @param {HTMLFormElement} form */
export function offerLookUp(form) {
  for (const place of findAll(HTMLElement, form, "[data-register]")) {
    const party = place.dataset.register === "creditor" ? "creditor" : "debtor";
    const search = searches.get(party) ?? makeSearch(party);
    searches.set(party, search);
    place.replaceWith(search.box);
    search.lookUp?.settle();
  }
}
