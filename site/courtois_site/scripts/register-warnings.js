/** @file What the registers say that should stop or slow a letter, in sentences: signals, never certainties. */

import { DECLARATION } from "./questions.js";
import { frenchDay } from "./text.js";

/** @import { Notice } from "./bodacc.js" */
/** @import { Company } from "./companies.js" */
/** @import { Kind, Proceeding, Signal } from "./proceedings.js" */

/**
 * A signal of the Bodacc in words. `report` is the answers that the notices give without a doubt; `calm` is true when
 * nothing stops the letter.
 * @typedef {object} Warning
 * @property {string} title
 * @property {string[]} sentences
 * @property {[words: string, href: string][]} links
 * @property {Record<string, string> | null} report
 * @property {boolean} calm
 */

/**
 * The sentences about a company, for each reason to look again before writing.
 * @typedef {Record<"ceased" | "closed" | "abroad" | "hidden", (company: Company) => string>} Sentences
 */

/** @type {Record<Kind, string>} */
const RECEIVERS = {
  liquidation: "liquidateur",
  redressement: "mandataire judiciaire",
  sauvegarde: "mandataire judiciaire",
};

/** @type {Record<Kind, string>} */
const NAMES = {
  liquidation: "liquidation judiciaire",
  redressement: "redressement judiciaire",
  sauvegarde: "sauvegarde",
};

/** @param {string} day */
const since = (day) => (day ? ` depuis le ${frenchDay(day)}` : "");

/** @type {Sentences} */
const OWN = {
  ceased: ({ ceasedOn }) =>
    `Sirene donne cette entreprise pour cessée${since(ceasedOn)}\u00a0: vérifiez que c’est bien la vôtre.`,
  closed: ({ closedOn }) => `Sirene donne ce siège pour fermé${since(closedOn)}\u00a0: vérifiez votre adresse.`,
  abroad: () => "Sirene place ce siège à l’étranger\u00a0: vérifiez votre adresse.",
  hidden: () => "Ces coordonnées ne sont pas diffusées\u00a0: remplissez les autres champs vous-même.",
};

/** @type {Sentences} */
const THEIRS = {
  ceased: ({ ceasedOn, person }) =>
    `Sirene donne cette entreprise pour cessée${since(ceasedOn)}. ${
      person
        ? "La personne reste en principe tenue de ses dettes, mais cette adresse est peut-être ancienne."
        : "Voyez l’extrait du registre avant d’écrire\u00a0: un liquidateur peut la représenter."
    }`,
  closed: ({ closedOn }) =>
    `Sirene donne ce siège pour fermé${since(closedOn)}\u00a0: l’adresse est sans doute ancienne, `
    + "cherchez la bonne avant d’écrire.",
  abroad: ({ address }) =>
    `Le siège est à l’étranger (${address.country})\u00a0: vérifiez l’adresse, et quelle loi régit votre contrat.`,
  hidden: () =>
    "Cette entreprise n’a pas souhaité diffuser ses coordonnées\u00a0: "
    + "reprenez-les de votre devis, de votre contrat ou de ses messages.",
};

const OTHER_OFFICE =
  "Le SIRET cherché est celui d’un autre établissement\u00a0: voici l’adresse du siège.";

/**
 * Return the sentences to read before writing to a company.
 * @param {Company} company
 * @param {string | undefined} party "debtor" or "creditor"
 * @param {string} query what was asked of the register
 */
export function companyWarnings(company, party, query) {
  const sentences = party === "debtor" ? THEIRS : OWN;
  const warnings = [];
  if (company.ceased) warnings.push(sentences.ceased(company));
  else if (company.closed) warnings.push(sentences.closed(company));
  if (company.address.country) warnings.push(sentences.abroad(company));
  if (company.hidden) warnings.push(sentences.hidden(company));
  if (/^\d{14}$/.test(query) && company.siret && query !== company.siret) warnings.push(OTHER_OFFICE);
  return warnings;
}

/**
 * Return the last day to declare a claim (C. com., art. R. 622-24) after a publication, both in ISO: the earliest that
 * it can be, not put off to a working day.
 * @param {string} published
 */
export function lastDayToDeclare(published) {
  const [year = 0, month = 0, date = 0] = published.split("-").map(Number);
  const end = month - 1 + DECLARATION.months;
  const daysInMonth = new Date(Date.UTC(year, end + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, end, Math.min(date, daysInMonth))).toISOString().slice(0, 10);
}

/** @param {Notice} notice */
function publication({ published, judged, court }) {
  const judgment = judged && `, jugement du ${frenchDay(judged)}`;
  return `Annonce parue le ${frenchDay(published)}${judgment}.${court && ` ${court}.`}`;
}

/**
 * Say that a claim born before the opening is declared, and not claimed (C. com., art. L. 622-24).
 * @param {Proceeding} proceeding
 * @param {string} today in ISO
 */
function declaration({ kind, openedOn, openedIn }, today) {
  const born = `née avant le jugement d’ouverture${openedOn && ` du ${frenchDay(openedOn)}`}`;
  const last = openedIn ? lastDayToDeclare(openedIn) : "";
  const { words } = DECLARATION;
  if (last && last < today) {
    return `Une créance ${born} devait être déclarée au ${RECEIVERS[kind]} dans les ${words} de sa parution, `
      + `jusqu’au ${frenchDay(last)}\u00a0: si ce n’est pas fait, demandez conseil sans attendre. `
      + "Aucune lettre ne peut la réclamer.";
  }
  return `Une créance ${born} ne se réclame plus par lettre. Déclarez-la au ${RECEIVERS[kind]} dans les ${words} `
    + `de la parution de ce jugement${last && `, au plus tard le ${frenchDay(last)}`}.`;
}

/* The name of each other state, and what to do. */
const ADVICE = {
  closed: [
    "liquidation clôturée pour insuffisance d’actif",
    "En principe, plus rien ne peut être réclamé à une société\u00a0: aucune lettre n’est utile.",
  ],
  resumed: [
    "liquidation clôturée, poursuites reprises",
    "Les créanciers peuvent de nouveau agir\u00a0: demandez conseil avant d’écrire.",
  ],
  ended: [
    "procédure terminée",
    "Un plan peut encore étaler les dettes anciennes\u00a0: lisez l’annonce avant d’écrire.",
  ],
  unread: ["procédure collective", "Cette page ne sait pas résumer l’annonce\u00a0: lisez-la avant d’écrire."],
  cancelled: [
    "annonce annulée",
    "Une annonce de procédure collective a été publiée, puis annulée. Aucune autre n’a été trouvée.",
  ],
};

/**
 * Return the answers that the notices give without a doubt, or null.
 * @param {Signal} signal
 * @returns {Record<string, string> | null}
 */
function reportOf(signal) {
  if (signal.state === "closed") return { "debtor-insolvency": "closed" };
  if (signal.state !== "open") return null;
  return { "debtor-insolvency": signal.kind, "debtor-insolvency_on": signal.openedOn };
}

/**
 * Return the name of a signal, and what to do.
 * @param {Signal} signal
 * @param {string} today in ISO
 */
function adviceOn(signal, today) {
  return signal.state === "open" ? [NAMES[signal.kind], declaration(signal, today)] : ADVICE[signal.state];
}

/**
 * Return a signal of the Bodacc in words.
 * @param {Signal} signal
 * @param {string} today in ISO
 * @returns {Warning}
 */
export function signalInWords(signal, today) {
  const [name = "", advice = ""] = adviceOn(signal, today);
  const { notice, followed } = signal;
  const later = followed ? ["Une autre décision a été publiée ensuite\u00a0: lisez-la aussi."] : [];
  return {
    title: `Signal au Bodacc\u00a0: ${name}`,
    sentences: [publication(notice), advice, ...later],
    links: [...linkTo("Lire l’annonce au Bodacc", notice), ...linkTo("Lire celle qui l’a suivie", followed)],
    report: reportOf(signal),
    calm: signal.state === "ended" || signal.state === "cancelled",
  };
}

/**
 * @param {string} words
 * @param {Notice | undefined} notice
 * @returns {[words: string, href: string][]}
 */
const linkTo = (words, notice) => (notice?.href ? [[words, notice.href]] : []);
