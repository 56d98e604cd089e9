/** @file What the registers say, in sentences. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";

const { companyWarnings, lastDayToDeclare, signalInWords } = await import(
  "../../site/courtois_site/scripts/register-warnings.js"
);

const TODAY = "2026-11-21";
const COMPANY = { address: { country: "" }, siret: "55203253400012", ceasedOn: "", closedOn: "" };
const NOTICE = { published: "2026-10-12", judged: "2026-10-01", court: "TC DE LYON", href: "https://www.bodacc.fr/a" };
const OPEN = { state: "open", kind: "liquidation", notice: NOTICE, openedOn: "2026-10-01", openedIn: "2026-10-12" };

test("A claim is declared in the months of the law, to the same date", () => {
  assert.equal(lastDayToDeclare("2026-10-12"), "2026-12-12");
  assert.equal(lastDayToDeclare("2026-12-31"), "2027-02-28");
  assert.equal(lastDayToDeclare("2027-12-31"), "2028-02-29");
});

test("An open proceeding says to whom, and until when, a claim is declared", () => {
  const { title, sentences, report, calm } = signalInWords(OPEN, TODAY);
  assert.equal(title, "Signal au Bodacc\u00a0: liquidation judiciaire");
  assert.equal(
    sentences[0],
    "Annonce parue le 12\u00a0octobre\u00a02026, jugement du 1er\u00a0octobre\u00a02026. TC DE LYON.",
  );
  assert.equal(
    sentences[1],
    "Une créance née avant le jugement d’ouverture du 1er\u00a0octobre\u00a02026 ne se réclame plus par lettre. "
    + "Déclarez-la au liquidateur dans les deux mois de la parution de ce jugement, "
    + "au plus tard le 12\u00a0décembre\u00a02026.",
  );
  assert.deepEqual(report, { "debtor-insolvency": "liquidation", "debtor-insolvency_on": "2026-10-01" });
  assert.equal(calm, false);
});

test("Once the time is past, the sentence says to seek advice", () => {
  const [, sentence] = signalInWords({ ...OPEN, openedIn: "2026-03-12" }, TODAY).sentences;
  assert.match(sentence, /devait être déclarée .* jusqu’au 12\u00a0mai\u00a02026\u00a0: si ce n’est pas fait/);
});

test("An opening whose days are not known is told without them", () => {
  const [, sentence] = signalInWords({ ...OPEN, openedOn: "", openedIn: "" }, TODAY).sentences;
  assert.match(sentence, /^Une créance née avant le jugement d’ouverture ne se réclame plus/);
  assert.match(sentence, /de la parution de ce jugement\.$/);
});

test("A proceeding that has ended calms, and one closed is reported", () => {
  assert.equal(signalInWords({ state: "ended", notice: NOTICE }, TODAY).calm, true);
  const { report } = signalInWords({ state: "closed", notice: NOTICE }, TODAY);
  assert.deepEqual(report, { "debtor-insolvency": "closed" });
});

test("A later decision is told, and linked to", () => {
  const followed = { ...NOTICE, href: "https://www.bodacc.fr/b" };
  const { sentences, links } = signalInWords({ ...OPEN, followed }, TODAY);
  assert.equal(sentences[2], "Une autre décision a été publiée ensuite\u00a0: lisez-la aussi.");
  assert.deepEqual(links.map(([, href]) => href), ["https://www.bodacc.fr/a", "https://www.bodacc.fr/b"]);
});

test("A company in order has no warning", () => {
  assert.deepEqual(companyWarnings(COMPANY, "debtor", "boulangerie"), []);
});

test("A company that has ceased is told, and not that its office is closed", () => {
  const ceased = { ...COMPANY, ceased: true, closed: true, ceasedOn: "2026-05-01" };
  const [sentence, ...others] = companyWarnings(ceased, "debtor", "boulangerie");
  assert.match(sentence, /^Sirene donne cette entreprise pour cessée depuis le 1er\u00a0mai\u00a02026\. Voyez /);
  assert.deepEqual(others, []);
});

test("One's own company has sentences of its own", () => {
  const abroad = { ...COMPANY, hidden: true, address: { country: "ALLEMAGNE" } };
  assert.deepEqual(companyWarnings(abroad, "creditor", "boulangerie"), [
    "Sirene place ce siège à l’étranger\u00a0: vérifiez votre adresse.",
    "Ces coordonnées ne sont pas diffusées\u00a0: remplissez les autres champs vous-même.",
  ]);
});

test("The number of another office is told", () => {
  assert.equal(companyWarnings(COMPANY, "debtor", "55203253400012").length, 0);
  assert.match(companyWarnings(COMPANY, "debtor", "55203253400020")[0], /autre établissement/);
});
