/* What the registers say that should stop or slow a letter, in sentences. Signals, never certainties. */

/* C. com., art. R. 622-24: from the publication of the opening judgment. */
const DECLARE = { months: 2, words: "deux mois" };
const TO_WHOM = { liquidation: "liquidateur", redressement: "mandataire judiciaire", sauvegarde: "mandataire judiciaire" };
const NAMES = { liquidation: "liquidation judiciaire", redressement: "redressement judiciaire", sauvegarde: "sauvegarde" };
const MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/* « 1er mars 2026 » */
export function written(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return `${date === 1 ? "1er" : date}\u00a0${MONTHS[month - 1]}\u00a0${year}`;
}

const since = (day) => (day ? ` depuis le ${written(day)}` : "");

/* As early as it can end: not put off to a working day. */
function lastDay(published) {
  const [year, month, date] = published.split("-").map(Number);
  const days = new Date(Date.UTC(year, month - 1 + DECLARE.months + 1, 0)).getUTCDate(); // of the month it ends in
  return new Date(Date.UTC(year, month - 1 + DECLARE.months, Math.min(date, days))).toISOString().slice(0, 10);
}

const OWN = {
  ceased: ({ ceasedOn }) => `Sirene donne cette entreprise pour cessée${since(ceasedOn)}\u00a0: vérifiez que c’est bien la vôtre.`,
  closed: ({ closedOn }) => `Sirene donne ce siège pour fermé${since(closedOn)}\u00a0: vérifiez votre adresse.`,
  abroad: () => "Sirene place ce siège à l’étranger\u00a0: vérifiez votre adresse.",
  hidden: () => "Ces coordonnées ne sont pas diffusées\u00a0: remplissez les autres champs vous-même.",
};
const THEIRS = {
  ceased: ({ ceasedOn, person }) => `Sirene donne cette entreprise pour cessée${since(ceasedOn)}. ${person
    ? "La personne reste en principe tenue de ses dettes, mais cette adresse est peut-être ancienne."
    : "Voyez l’extrait du registre avant d’écrire\u00a0: un liquidateur peut la représenter."}`,
  closed: ({ closedOn }) => `Sirene donne ce siège pour fermé${since(closedOn)}\u00a0: l’adresse est sans doute ancienne, cherchez la bonne avant d’écrire.`,
  abroad: ({ address }) => `Le siège est à l’étranger (${address.country})\u00a0: vérifiez l’adresse, et quelle loi régit votre contrat.`,
  hidden: () => "Cette entreprise n’a pas souhaité diffuser ses coordonnées\u00a0: reprenez-les de votre devis, de votre contrat ou de ses messages.",
};

/* One sentence for each reason to look again before writing. */
export function stops(company, party, asked) {
  const say = party === "debtor" ? THEIRS : OWN;
  const found = [];
  if (company.ceased) found.push(say.ceased(company));
  else if (company.closed) found.push(say.closed(company));
  if (company.address.country) found.push(say.abroad(company));
  if (company.hidden) found.push(say.hidden(company));
  if (asked.length === 14 && /^\d+$/.test(asked) && company.siret && asked !== company.siret) {
    found.push("Le SIRET cherché est celui d’un autre établissement\u00a0: voici l’adresse du siège.");
  }
  return found;
}

function publication({ published, judged, court }) {
  const days = [`Annonce parue le ${written(published)}`, judged && `jugement du ${written(judged)}`].filter(Boolean).join(", ");
  return court ? `${days}. ${court}.` : `${days}.`;
}

/* A claim born before the opening is declared, not claimed (C. com., art. L. 622-24). */
function declare({ kind, openedOn, openedIn }, today) {
  const born = `née avant le jugement d’ouverture${openedOn && ` du ${written(openedOn)}`}`;
  const last = openedIn && lastDay(openedIn);
  if (last && last < today) {
    return `Une créance ${born} devait être déclarée au ${TO_WHOM[kind]} dans les ${DECLARE.words} de sa parution, jusqu’au ${written(last)}\u00a0: si ce n’est pas fait, demandez conseil sans attendre. Aucune lettre ne peut la réclamer.`;
  }
  return `Une créance ${born} ne se réclame plus par lettre. Déclarez-la au ${TO_WHOM[kind]} dans les ${DECLARE.words} de la parution de ce jugement${last && `, au plus tard le ${written(last)}`}.`;
}

const SIGNALS = {
  open: (found, today) => [NAMES[found.kind], declare(found, today)],
  closed: () => ["liquidation clôturée pour insuffisance d’actif", "En principe, plus rien ne peut être réclamé à une société\u00a0: aucune lettre n’est utile."],
  resumed: () => ["liquidation clôturée, poursuites reprises", "Les créanciers peuvent de nouveau agir\u00a0: demandez conseil avant d’écrire."],
  ended: () => ["procédure terminée", "Un plan peut encore étaler les dettes anciennes\u00a0: lisez l’annonce avant d’écrire."],
  unread: () => ["procédure collective", "Cette page ne sait pas résumer l’annonce\u00a0: lisez-la avant d’écrire."],
  cancelled: () => ["annonce annulée", "Une annonce de procédure collective a été publiée, puis annulée. Aucune autre n’a été trouvée."],
};

/* What to lay in the form: only what the notices say without a doubt. */
function report({ state, kind, openedOn }) {
  if (state === "closed") return { "debtor-insolvency": "closed" };
  return state === "open" ? { "debtor-insolvency": kind, "debtor-insolvency_on": openedOn } : null;
}

/* A signal of the Bodacc told: { title, sentences, links, report, calm }. */
export function told(found, today) {
  const [name, advice] = SIGNALS[found.state](found, today);
  const links = [["Lire l’annonce au Bodacc", found.notice.href], ["Lire celle qui l’a suivie", found.followed?.href]];
  return {
    title: `Signal au Bodacc\u00a0: ${name}`,
    sentences: [publication(found.notice), advice, found.followed && "Une autre décision a été publiée ensuite\u00a0: lisez-la aussi."].filter(Boolean),
    links: links.filter(([, href]) => href),
    report: report(found),
    calm: found.state === "ended" || found.state === "cancelled",
  };
}
