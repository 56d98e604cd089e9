/* The company chosen: laid in the form, with what to look at before writing, and the way back. */

import { notices, signal } from "./bodacc.js";
import { spaced } from "./companies.js";
import { button, link, make, raised } from "./elements.js";
import { Filling } from "./filling.js";
import { stops, told } from "./findings.js";
import { say, today } from "./words.js";

const GUIDE = "/guide/debiteur-en-procedure-collective/";
const SEARCH_BODACC = "https://www.bodacc.fr/";
const TO_CHECK = "Siège selon Sirene\u202f; à vérifier sur l’extrait RNE ou RCS du jour.";
const NOTHING = "Bodacc\u00a0: aucune procédure collective trouvée. Une annonce paraît quelques jours après le jugement\u00a0: cherchez encore le jour de l’envoi.";
const UNASKED = "Le Bodacc n’a pas pu être consulté\u00a0: cherchez-y votre client avant d’écrire.";
const ADDRESS = ["street", "complement", "postcode", "city", "country"];
const SAID = { name: "nom", legal_form: "forme juridique", siren: "SIREN", siret: "SIRET", street: "adresse du siège" };

/* What a company answers, by field. A hidden one answers little, and what is typed of the rest stays. */
function answers(company, party) {
  const { name, legalForm, siren, siret, address } = company;
  const own = { name, legal_form: legalForm, ...(party === "debtor" ? { siren } : { siret }) };
  const whole = { ...own, ...(address.street ? address : {}) };
  const told = company.hidden ? Object.entries(whole).filter(([, value]) => value) : Object.entries(whole);
  return Object.fromEntries(told.map(([key, value]) => [`${party}-${key}`, value]));
}

const listed = (words) => words.join(", ").replace(/, ([^,]*)$/, " et $1");
const paragraph = (sentence, kind = "") => make("p", kind ? { class: kind } : {}, ...raised(sentence));

export class Found {
  constructor(box) {
    this.box = box;
    this.party = box.dataset.register;
    this.live = make("p", { class: "visually-hidden", role: "status" });
    this.liveSignal = make("p", { class: "visually-hidden", role: "status" }); // the answers may come together
    this.panel = make("div", { class: "register-found" });
    this.element = make("div", {}, this.live, this.liveSignal, this.panel);
    this.forget();
  }

  get form() {
    return this.box.closest("form");
  }

  forget() {
    this.asking?.abort();
    this.company = null;
    this.proposals = [];
    this.panel.replaceChildren();
    say(this.liveSignal, "");
  }

  take(company, asked) {
    this.withdraw();
    this.forget();
    this.company = company;
    this.filling = new Filling(this.form, answers(company, this.party));
    const title = make("h3", { tabindex: "-1" }, company.name || company.shown || "Nom non diffusé", " ",
      make("span", { class: "hint" }, `SIREN ${spaced(company.siren)}`));
    const filled = this.filled();
    this.panel.append(title, paragraph(filled), ...stops(company, this.party, asked).map((one) => paragraph(one, "register-stop")));
    if (this.party === "debtor") this.aboutClient(company);
    this.panel.append(this.ways(company));
    say(this.live, filled);
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
  }

  filled() {
    const told = this.filling.values.filter(([, value]) => value).map(([name]) => SAID[name.slice(this.party.length + 1)]);
    const what = `Rempli ci-dessous\u00a0: ${listed(told.filter(Boolean))}.`;
    const instead = this.filling.replaced ? " Vos réponses d’avant sont remplacées\u00a0; «\u00a0Annuler\u00a0» les remet." : "";
    return `${what}${instead}${told.includes(SAID.street) ? ` ${TO_CHECK}` : ""}`;
  }

  ways({ siren }) {
    const undo = button("Annuler", () => this.undo());
    return make("p", { class: "row-actions" }, undo, link("Sa fiche à l’Annuaire des entreprises", `https://annuaire-entreprises.data.gouv.fr/entreprise/${siren}`));
  }

  aboutClient(company) {
    if (company.public && this.form.elements.namedItem("debtor-kind")?.value !== "public") this.proposePublic();
    const place = make("div", {}, make("p", { class: "hint" }, "Recherche au Bodacc…"));
    this.panel.append(place);
    this.searchBodacc(company.siren, place);
  }

  proposePublic() {
    this.panel.append(paragraph("Sirene range ce client parmi les administrations\u00a0: d’autres règles s’appliquent.", "register-stop"),
      this.proposal("Choisir «\u00a0C’est une administration\u00a0»", { "debtor-kind": "public" }, "Réponse choisie\u00a0: c’est une administration."));
  }

  /* A button that lays answers in the form, then takes them back. */
  proposal(words, values, done) {
    let laid = null;
    const act = () => {
      laid?.undo(this.form);
      laid = laid ? null : new Filling(this.form, values);
      press.textContent = laid ? "Revenir sur ce choix" : words;
      say(status, laid ? done : "");
    };
    const press = button(words, act);
    const status = make("span", { role: "status" });
    this.proposals.push(() => laid?.undo(this.form));
    return make("p", { class: "row-actions" }, press, status);
  }

  async searchBodacc(siren, place) {
    const asking = (this.asking = new AbortController());
    let shown;
    try {
      shown = this.signalled(signal(await notices(siren, asking.signal), today()));
    } catch {
      shown = [make("p", { class: "register-stop" }, UNASKED, " ", link("Ouvrir bodacc.fr", SEARCH_BODACC))];
    }
    if (asking.signal.aborted) return;
    place.replaceChildren(...shown);
    say(this.liveSignal, place.querySelector("h4, p").textContent);
  }

  signalled(found) {
    if (found.state === "none") return [make("p", {}, NOTHING)];
    const { title, sentences, links, report, calm } = told(found, today());
    const ways = [...links, ["Que faire\u202f? Le guide", GUIDE]].map(([words, href]) => link(words, href));
    const box = make("div", { class: calm ? "register-stop" : "register-signal" },
      make("h4", {}, title), ...sentences.map((one) => paragraph(one)), make("p", { class: "register-ways" }, ...ways));
    if (report) box.append(this.reporting(report));
    return [box];
  }

  reporting(values) {
    const proposed = this.proposal("Reporter dans le formulaire", values, "Reporté dans «\u00a0Cas particuliers\u00a0».");
    proposed.firstChild.addEventListener("click", () => {
      const field = this.form.elements.namedItem("debtor-insolvency");
      const fold = field.closest("details");
      if (fold) fold.open = true;
    });
    return proposed;
  }

  /* What was proposed for one company doesn't hold for another. */
  withdraw() {
    for (const takeBack of this.proposals) takeBack();
  }

  undo() {
    this.withdraw();
    this.filling.undo(this.form);
    this.forget();
    say(this.live, "Vos réponses d’avant sont revenues.");
    this.box.querySelector("input").focus();
  }

  /* The form came back anew: is it still about this company? */
  settle() {
    if (!this.company) return;
    const [key, figures] = this.party === "debtor" ? ["siren", this.company.siren] : ["siret", this.company.siret];
    const held = this.form.elements.namedItem(`${this.party}-${key}`)?.value ?? "";
    if (held.replace(/\D/g, "") !== figures) this.forget();
  }
}
