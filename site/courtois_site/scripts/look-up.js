/* The search in the public register, from the words typed to the company chosen. */

import { NoAnswer } from "./asking.js";
import { LEAST, question, search, spaced } from "./companies.js";
import { make } from "./elements.js";
import { Found } from "./found.js";
import { Listbox } from "./listbox.js";
import { say } from "./words.js";

const SHORT = `Tapez au moins ${LEAST} caractères, un SIREN ou un SIRET.`;
const NOBODY = "Le registre ne trouve personne à ce nom ou à ce numéro\u00a0: vérifiez-le, ou remplissez les champs vous-même.";
const FAILED = {
  busy: "Le registre reçoit trop de demandes\u00a0: réessayez dans une minute, ou remplissez les champs vous-même.",
  late: "Le registre tarde à répondre\u00a0: réessayez plus tard, ou remplissez les champs vous-même.",
  away: "Le registre est hors d’atteinte, ou vous êtes hors ligne\u00a0: remplissez les champs vous-même.",
  down: "Le registre ne répond pas pour le moment\u00a0: remplissez les champs vous-même.",
  refused: "Le registre n’a pas compris cette recherche\u00a0: essayez un SIREN, ou remplissez les champs vous-même.",
  changed: "Le registre a répondu autrement que prévu\u00a0: remplissez les champs vous-même.",
};

const sorry = ({ reason, wait }) =>
  wait ? FAILED[reason].replace("une minute", `${wait}\u00a0seconde${wait > 1 ? "s" : ""}`) : FAILED[reason];

function counted({ companies, total }) {
  if (total > companies.length) {
    return `Les ${companies.length} premières sur ${total.toLocaleString("fr-FR")}\u00a0: ajoutez une ville pour préciser, ou choisissez.`;
  }
  return companies.length > 1 ? `${companies.length} entreprises trouvées\u00a0: choisissez.` : "1 entreprise trouvée\u00a0: choisissez-la si c’est elle.";
}

/* What tells one company from another in the list. */
function lines({ shown, siren, address, ceased, closed, hidden }) {
  const state = [ceased ? "cessée" : closed && "siège fermé", hidden && "coordonnées non diffusées"].filter(Boolean);
  const where = [address.postcode, address.city, address.country].filter(Boolean).join(" ");
  return [shown || "Nom non diffusé", [`SIREN ${spaced(siren)}`, where, ...state].filter(Boolean).join(" · ")];
}

export class LookUp {
  constructor(box) {
    this.box = box;
    this.field = box.querySelector("input");
    this.status = box.querySelector("[role=status]");
    this.found = new Found(box);
    this.list = new Listbox({
      id: `${this.field.id}-list`,
      label: "Entreprises trouvées\u00a0: flèches pour parcourir, Entrée pour choisir, Échap pour revenir",
      chosen: (company) => this.take(company),
      left: () => this.leave(),
    });
    this.place = make("div", { class: "register-results" });
    this.status.after(this.place, this.found.element);
    this.field.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "ArrowDown" && this.place.firstChild) {
      event.preventDefault();
      this.list.element.focus();
    }
  }

  async search(typed) {
    this.asking?.abort();
    this.place.replaceChildren();
    this.asked = question(typed);
    if (this.asked.length < LEAST) return say(this.status, SHORT);
    const asking = (this.asking = new AbortController());
    say(this.status, "Recherche en cours…");
    try {
      this.show(await search(this.asked, asking.signal));
    } catch (failure) {
      if (!(failure instanceof NoAnswer)) throw failure;
      if (failure.reason !== "left") say(this.status, sorry(failure));
    }
  }

  show(answer) {
    if (!answer.companies.length) return say(this.status, NOBODY);
    this.list.show(answer.companies, lines);
    this.place.replaceChildren(this.list.element);
    say(this.status, counted(answer));
    if (this.box.contains(document.activeElement)) this.list.element.focus({ preventScroll: true });
  }

  leave() {
    this.asking?.abort();
    this.place.replaceChildren();
    say(this.status, "");
    this.field.focus();
  }

  take(company) {
    this.place.replaceChildren();
    say(this.status, "");
    this.found.take(company, this.asked);
  }

  /* The form came back anew: what was found may no longer be what it holds. */
  settle() {
    this.found.settle();
  }
}
