/** @file The search in the public register, from the words typed to the company chosen. */

import { SHORTEST, queryFor, search, spaced } from "./companies.js";
import { CompanyPanel } from "./company-panel.js";
import { find, make } from "./elements.js";
import { Listbox } from "./listbox.js";
import { NoAnswer } from "./register-fetch.js";
import { say } from "./text.js";

/** @import { Company, SearchResult } from "./companies.js" */

const LABEL = "Entreprises trouvées\u00a0: flèches pour parcourir, Entrée pour choisir, Échap pour revenir";
const SHORT = `Tapez au moins ${SHORTEST} caractères, un SIREN ou un SIRET.`;
const NOBODY = "Le registre ne trouve personne à ce nom ou à ce numéro\u00a0: "
  + "vérifiez-le, ou remplissez les champs vous-même.";
const FAILURES = {
  busy: "Le registre reçoit trop de demandes\u00a0: réessayez dans une minute, ou remplissez les champs vous-même.",
  late: "Le registre tarde à répondre\u00a0: réessayez plus tard, ou remplissez les champs vous-même.",
  away: "Le registre est hors d’atteinte, ou vous êtes hors ligne\u00a0: remplissez les champs vous-même.",
  down: "Le registre ne répond pas pour le moment\u00a0: remplissez les champs vous-même.",
  refused: "Le registre n’a pas compris cette recherche\u00a0: "
    + "essayez un SIREN, ou remplissez les champs vous-même.",
  changed: "Le registre a répondu autrement que prévu\u00a0: remplissez les champs vous-même.",
  left: "", // the person has begun another search
};

/**
 * Return what to say when the register gives no answer.
 * @param {NoAnswer} failure
 */
function failureInWords({ reason, wait }) {
  const sentence = FAILURES[reason];
  return wait ? sentence.replace("une minute", `${wait}\u00a0seconde${wait > 1 ? "s" : ""}`) : sentence;
}

/**
 * Return how many companies were found.
 * @param {SearchResult} result
 */
function countInWords({ companies, total }) {
  if (total > companies.length) {
    const shown = `Les ${companies.length} premières sur ${total.toLocaleString("fr-FR")}`;
    return `${shown}\u00a0: ajoutez une ville pour préciser, ou choisissez.`;
  }
  if (companies.length > 1) return `${companies.length} entreprises trouvées\u00a0: choisissez.`;
  return "1 entreprise trouvée\u00a0: choisissez-la si c’est elle.";
}

/**
 * Return what tells one company from another in the list.
 * @param {Company} company
 */
function linesOf({ shown, siren, address, ceased, closed, hidden }) {
  const closing = closed ? "siège fermé" : "";
  const state = [ceased ? "cessée" : closing, hidden ? "coordonnées non diffusées" : ""].filter(Boolean);
  const town = [address.postcode, address.city, address.country].filter(Boolean).join(" ");
  return [shown || "Nom non diffusé", [`SIREN ${spaced(siren)}`, town, ...state].filter(Boolean).join(" · ")];
}

export class LookUp {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.field = find(HTMLInputElement, box, "input");
    this.status = find(HTMLElement, box, "[role=status]");
    this.panel = new CompanyPanel(box);
    this.query = "";
    /** @type {AbortController | undefined} */
    this.request = undefined;
    /** @type {Listbox<Company>} */
    this.list = new Listbox({
      id: `${this.field.id}-list`,
      label: LABEL,
      onChoose: (company) => this.choose(company),
      onLeave: () => this.leave(),
    });
    this.place = make("div", { class: "register-results" });
    this.status.after(this.place, this.panel.element);
    this.field.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "ArrowDown" && this.place.firstChild) {
      event.preventDefault();
      this.list.element.focus();
    }
  }

  /** @param {string} typed */
  async search(typed) {
    this.request?.abort();
    this.place.replaceChildren();
    this.query = queryFor(typed);
    if (this.query.length < SHORTEST) {
      say(this.status, SHORT);
      return;
    }
    this.request = new AbortController();
    say(this.status, "Recherche en cours…");
    try {
      this.show(await search(this.query, this.request.signal));
    } catch (failure) {
      if (!(failure instanceof NoAnswer)) throw failure;
      if (failure.reason !== "left") say(this.status, failureInWords(failure));
    }
  }

  /** @param {SearchResult} result */
  show(result) {
    if (!result.companies.length) {
      say(this.status, NOBODY);
      return;
    }
    this.list.show(result.companies, linesOf);
    this.place.replaceChildren(this.list.element);
    say(this.status, countInWords(result));
    if (this.box.contains(document.activeElement)) this.list.element.focus({ preventScroll: true });
  }

  leave() {
    this.request?.abort();
    this.clear();
    this.field.focus();
  }

  /** @param {Company} company */
  choose(company) {
    this.clear();
    this.panel.show(company, this.query);
  }

  clear() {
    this.place.replaceChildren();
    say(this.status, "");
  }

  /** Forget the company when the form, given back by the function, no longer holds it. */
  settle() {
    this.panel.settle();
  }
}
