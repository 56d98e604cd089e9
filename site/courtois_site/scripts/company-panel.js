/** @file The company chosen: filled in the form, with what to read before writing to it, and the way back. */

import { Autofill } from "./autofill.js";
import { notices } from "./bodacc.js";
import { spaced } from "./companies.js";
import { answersOf, filledInWords } from "./company-answers.js";
import { button, find, link, make, raised } from "./elements.js";
import { fieldNamed } from "./form.js";
import { signalOf } from "./proceedings.js";
import { companyWarnings, signalInWords } from "./register-warnings.js";
import { say, today } from "./text.js";

/** @import { Company } from "./companies.js" */
/** @import { Signal } from "./proceedings.js" */

const GUIDE = "/guide/debiteur-en-procedure-collective/";
const SEARCH_BODACC = "https://www.bodacc.fr/";
const DIRECTORY = "https://annuaire-entreprises.data.gouv.fr/entreprise/";
const NO_NAME = "Nom non diffusé";
const NOTHING = "Bodacc\u00a0: aucune procédure collective trouvée. "
  + "Une annonce paraît quelques jours après le jugement\u00a0: cherchez encore le jour de l’envoi.";
const NOT_ASKED = "Le Bodacc n’a pas pu être consulté\u00a0: cherchez-y votre client avant d’écrire.";
const PUBLIC = "Sirene range ce client parmi les administrations\u00a0: d’autres règles s’appliquent.";
const CHOOSE_PUBLIC = "Choisir «\u00a0C’est une administration\u00a0»";
const PUBLIC_CHOSEN = "Réponse choisie\u00a0: c’est une administration.";
const REPORTED = "Reporté dans «\u00a0Cas particuliers\u00a0».";

/**
 * @param {string} sentence
 * @param {Record<string, string>} [attributes]
 */
const paragraph = (sentence, attributes) => make("p", attributes, ...raised(sentence));

/** @param {string} sentence */
const stop = (sentence) => paragraph(sentence, { class: "register-stop" });

export class CompanyPanel {
  /** @param {HTMLElement} box of the search */
  constructor(box) {
    this.box = box;
    this.party = box.dataset.register ?? "";
    this.live = make("p", { class: "visually-hidden", role: "status" });
    this.liveSignal = make("p", { class: "visually-hidden", role: "status" }); // both may speak at the same time
    this.panel = make("div", { class: "register-found" });
    this.element = make("div", {}, this.live, this.liveSignal, this.panel);
    /** @type {Company | null} */
    this.company = null;
    /** @type {Autofill | null} */
    this.autofill = null;
    /** @type {AbortController | null} */
    this.request = null;
    /** @type {(() => void)[]} */
    this.proposals = []; // what takes each proposal back
  }

  get form() {
    const form = this.box.closest("form");
    if (!form) throw new Error("the search is in no form");
    return form;
  }

  forget() {
    this.request?.abort();
    this.company = null;
    this.proposals = [];
    this.panel.replaceChildren();
    say(this.liveSignal, "");
  }

  /**
   * Fill the form with a company, and show what is known of it.
   * @param {Company} company
   * @param {string} query what was asked of the register
   */
  show(company, query) {
    this.withdraw();
    this.forget();
    this.company = company;
    this.autofill = new Autofill(this.form, answersOf(company, this.party));
    const siren = make("span", { class: "hint" }, `SIREN ${spaced(company.siren)}`);
    const title = make("h3", { tabindex: "-1" }, company.name || company.shown || NO_NAME, " ", siren);
    const filled = filledInWords(this.autofill, this.party);
    const warnings = companyWarnings(company, this.party, query);
    this.panel.append(title, paragraph(filled), ...warnings.map(stop));
    if (this.party === "debtor") this.showDebtor(company);
    this.panel.append(this.makeActions(company));
    say(this.live, filled);
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
  }

  /** @param {Company} company */
  makeActions({ siren }) {
    const undo = button("Annuler", () => this.undo());
    const directory = link("Sa fiche à l’Annuaire des entreprises", DIRECTORY + siren);
    return make("p", { class: "row-actions" }, undo, directory);
  }

  /** @param {Company} company */
  showDebtor(company) {
    if (company.public && fieldNamed(this.form, "debtor-kind")?.value !== "public") {
      const { line } = this.makeProposal(CHOOSE_PUBLIC, { "debtor-kind": "public" }, PUBLIC_CHOSEN);
      this.panel.append(stop(PUBLIC), line);
    }
    const place = make("div", {}, make("p", { class: "hint" }, "Recherche au Bodacc…"));
    this.panel.append(place);
    this.searchBodacc(company.siren, place);
  }

  /**
   * Make a button that fills in answers, and takes them back at the next press.
   * @param {string} words
   * @param {Record<string, string>} values
   * @param {string} done what to say once the answers are filled in
   */
  makeProposal(words, values, done) {
    /** @type {Autofill | null} */
    let autofill = null;
    const status = make("span", { role: "status" });
    const toggle = button(words, () => {
      autofill?.undo(this.form);
      autofill = autofill ? null : new Autofill(this.form, values);
      toggle.textContent = autofill ? "Revenir sur ce choix" : words;
      say(status, autofill ? done : "");
    });
    this.proposals.push(() => autofill?.undo(this.form));
    return { toggle, line: make("p", { class: "row-actions" }, toggle, status) };
  }

  /**
   * @param {string} siren
   * @param {HTMLElement} place
   */
  async searchBodacc(siren, place) {
    const request = new AbortController();
    this.request = request;
    let nodes;
    try {
      nodes = this.signalNodes(signalOf(await notices(siren, request.signal), today()));
    } catch {
      nodes = [make("p", { class: "register-stop" }, NOT_ASKED, " ", link("Ouvrir bodacc.fr", SEARCH_BODACC))];
    }
    if (request.signal.aborted) return;
    place.replaceChildren(...nodes);
    say(this.liveSignal, find(HTMLElement, place, "h4, p").textContent ?? "");
  }

  /** @param {Signal | null} signal */
  signalNodes(signal) {
    if (!signal) return [make("p", {}, NOTHING)];
    const { title, sentences, links, report, calm } = signalInWords(signal, today());
    const ways = [...links.map(([words, href]) => link(words, href)), link("Que faire\u202f? Le guide", GUIDE)];
    const box = make(
      "div",
      { class: calm ? "register-stop" : "register-signal" },
      make("h4", {}, title),
      ...sentences.map((sentence) => paragraph(sentence)),
      make("p", { class: "register-ways" }, ...ways),
    );
    if (report) box.append(this.makeReport(report));
    return [box];
  }

  /**
   * Make the button that reports a proceeding in the form, and opens the fold that asks about it.
   * @param {Record<string, string>} values
   */
  makeReport(values) {
    const { toggle, line } = this.makeProposal("Reporter dans le formulaire", values, REPORTED);
    toggle.addEventListener("click", () => {
      const field = fieldNamed(this.form, "debtor-insolvency");
      const fold = field instanceof HTMLElement ? field.closest("details") : null;
      if (fold) fold.open = true;
    });
    return line;
  }

  /** Take back what was proposed for one company: it does not hold for another. */
  withdraw() {
    for (const takeBack of this.proposals) takeBack();
  }

  undo() {
    this.withdraw();
    this.autofill?.undo(this.form);
    this.forget();
    say(this.live, "Vos réponses d’avant sont revenues.");
    find(HTMLInputElement, this.box, "input").focus();
  }

  /** Forget the company when the form, given back by the function, no longer holds it. */
  settle() {
    if (!this.company) return;
    const { siren, siret } = this.company;
    const [question, number] = this.party === "debtor" ? ["debtor-siren", siren] : ["creditor-siret", siret];
    const held = fieldNamed(this.form, question)?.value ?? "";
    if (held.replace(/\D/g, "") !== number) this.forget();
  }
}
