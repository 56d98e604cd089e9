/** @file The notices of the Bodacc, and what they say together. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { answerWith } from "./page.js";
import { isoDay, noticeOf, notices } from "../../site/courtois_site/scripts/bodacc.js";
import { signalOf } from "../../site/courtois_site/scripts/proceedings.js";

const TODAY = "2026-11-21";

/** Return a notice as the Bodacc gives it: JSON in strings. */
const record = (id, { published, nature, family = "Jugement d'ouverture", date, former, ...fields }) => ({
  fields: {
    id,
    registre: "552 032 534,552032534",
    familleavis: "collective",
    dateparution: published,
    jugement: JSON.stringify({ famille: family, nature, date }),
    ...(former && { parutionavisprecedent: JSON.stringify(former) }),
    ...fields,
  },
});

const OPENING = record("A1", {
  published: "2026-03-12",
  nature: "Jugement d'ouverture de redressement judiciaire",
  date: "1er mars 2026",
  tribunal: "TRIBUNAL  DE COMMERCE DE LYON",
  url_complete: "https://www.bodacc.fr/annonce/A1",
});

const signal = (...records) => signalOf(records.map(noticeOf), TODAY);

test("A day is read as each notice writes it", () => {
  assert.equal(isoDay("2026-03-12T00:00"), "2026-03-12");
  assert.equal(isoDay("12/03/2026"), "2026-03-12");
  assert.equal(isoDay("1er fevrier 2026"), "2026-02-01");
  assert.equal(isoDay("2 aoÃ»t 2026"), "2026-08-02");
  for (const none of ["", null, "mars 2026", "12 brumaire 2026"]) assert.equal(isoDay(none), "");
});

test("A notice is read with its day, its court and its page", () => {
  const notice = noticeOf(OPENING);
  assert.equal(notice.judged, "2026-03-01");
  assert.equal(notice.court, "TRIBUNAL DE COMMERCE DE LYON");
  assert.equal(notice.href, "https://www.bodacc.fr/annonce/A1");
});

test("A judgment after its own publication is a mistake, and left out", () => {
  assert.equal(noticeOf(record("A1", { published: "2026-03-12", date: "1er mars 5025" })).judged, "");
});

test("A page elsewhere than on the Bodacc is not linked to", () => {
  for (const url of ["https://bodacc.fr.example.org/", "http://www.bodacc.fr/", "javascript:alert(1)", undefined]) {
    assert.equal(noticeOf(record("A1", { published: "2026-03-12", url_complete: url })).href, "");
  }
});

test("A text decoded twice is mended", () => {
  const twice = { published: "2026-03-12", nature: "clÃ´ture de la procÃ©dure", tribunal: "GREFFE DE BESANÃ§ON" };
  const { words, court } = noticeOf(record("A1", twice));
  assert.deepEqual([words, court], ["clôture de la procédure", "GREFFE DE BESANçON"]);
  const once = record("A1", { published: "2026-03-12", nature: "Ã ne pas mender €" });
  assert.equal(noticeOf(once).words, "ã ne pas mender €");
});

test("A notice whose judgment cannot be read is a signal all the same", () => {
  const odd = { fields: { ...OPENING.fields, jugement: "{" } };
  assert.equal(signal(odd).state, "unread");
});

test("An opening is a signal, with its two days", () => {
  const { state, kind, openedOn, openedIn } = signal(OPENING);
  assert.deepEqual([state, kind, openedOn, openedIn], ["open", "redressement", "2026-03-01", "2026-03-12"]);
});

const NATURES = {
  "Jugement d'ouverture de liquidation judiciaire": "liquidation",
  "Jugement d'extension de liquidation judiciaire": "liquidation",
  "Jugement prononçant la résolution du plan de sauvegarde et la liquidation judiciaire": "liquidation",
  "Jugement prononçant la résolution du plan de redressement et la liquidation judiciaire": "liquidation",
  "Jugement de conversion en redressement judiciaire de la procédure de sauvegarde": "redressement",
  "Jugement mettant fin à la procédure de traitement de crise et ouvrant un redressement judiciaire": "redressement",
  "Jugement d'ouverture d'une procédure de sauvegarde accélérée": "sauvegarde",
  "Jugement mettant fin à la procédure de sauvegarde": "ended",
  "Jugement de clôture pour insuffisance d'actif": "closed",
  "Jugement de clôture pour extinction du passif": "ended",
  "Jugement de clôture pour insuffisance d'actif et autorisant la reprise des poursuites individuelles": "resumed",
};

test("Each nature of judgment is read for what it is", () => {
  for (const [nature, meaning] of Object.entries(NATURES)) {
    const { state, kind } = signal(record("A1", { published: "2026-02-10", nature, date: "2026-02-02" }));
    assert.equal(kind ?? state, meaning, nature);
  }
});

test("Another judgment is read in its complement", () => {
  const other = (nature, complementJugement) => {
    const { fields } = record("A1", { published: "2026-02-10" });
    const judgment = JSON.stringify({ famille: "Jugement", nature, complementJugement, date: "2026-02-02" });
    return { fields: { ...fields, jugement: judgment } };
  };
  const conversion = other("Autre jugement prononçant", "prononce la conversion en liquidation judiciaire");
  assert.equal(signal(conversion).kind, "liquidation");
  const delay = other("Autre jugement et ordonnance", "report du délai de clôture de la liquidation");
  assert.equal(signal(delay).state, "unread");
});

test("A conversion alone leaves the days of the opening unknown", () => {
  const nature = "Jugement de conversion en liquidation judiciaire";
  const { kind, openedOn, openedIn } = signal(record("A2", { published: "2026-11-12", nature, date: "2026-11-05" }));
  assert.deepEqual([kind, openedOn, openedIn], ["liquidation", "", ""]);
});

test("A conversion keeps the days of the opening", () => {
  const conversion = record("A2", {
    published: "2026-06-20",
    nature: "Jugement prononçant la conversion en liquidation judiciaire du redressement judiciaire",
    date: "2026-06-10",
  });
  const { state, kind, openedOn, openedIn } = signal(conversion, OPENING);
  assert.deepEqual([state, kind, openedOn, openedIn], ["open", "liquidation", "2026-03-01", "2026-03-12"]);
});

test("An extension to another company keeps the days of an open proceeding alone", () => {
  const extension = record("A2", {
    published: "2026-06-20",
    nature: "Jugement d'extension du redressement judiciaire",
    date: "2026-06-10",
  });
  assert.equal(signal(OPENING, extension).openedOn, "2026-03-01");
  assert.equal(signal(extension).openedOn, "2026-06-10");
});

test("A closure ends the signal by its cause", () => {
  const closure = (nature) => record("A3", { published: "2026-09-01", nature, date: "2026-08-25", family: "Clôture" });
  assert.equal(signal(OPENING, closure("Clôture pour insuffisance d'actif")).state, "closed");
  assert.equal(signal(OPENING, closure("Clôture pour extinction du passif")).state, "ended");
  assert.equal(signal(OPENING, closure("Clôture et reprise des poursuites individuelles")).state, "resumed");
  assert.equal(signal(OPENING, closure("Report du délai de clôture")).state, "open");
});

test("A cancelled notice is no signal, and is told", () => {
  const cancelling = record("A4", {
    published: "2026-04-01",
    typeavis: "annulation",
    nature: "Annulation",
    former: { nomPublication: "BODACC A", numeroParution: "1", numeroAnnonce: "" },
  });
  const replaced = { nomPublication: "BODACC A", numeroParution: "2026", numeroAnnonce: "0007" };
  const opening = { fields: { ...OPENING.fields, id: "A20267" } };
  const named = record("A4", { published: "2026-04-01", typeavis: "annulation", nature: "x", former: replaced });
  assert.equal(signal(opening, named).state, "cancelled");
  assert.equal(signal(OPENING, cancelling).state, "open");
  assert.equal(signal(OPENING, cancelling).followed.id, "A4");
});

test("A correction keeps the first day of publication", () => {
  const former = { nomPublication: "BODACC A", numeroParution: "2026", numeroAnnonce: "7" };
  const opening = { fields: { ...OPENING.fields, id: "A20267" } };
  const corrected = record("A9", { published: "2026-05-02", former, typeavis: "rectificatif" });
  corrected.fields.jugement = OPENING.fields.jugement;
  assert.equal(signal(opening, corrected).openedIn, "2026-03-12");
  assert.equal(signal(corrected).openedIn, "");
});

test("A later decision of the court is to be read too", () => {
  const decision = record("A5", { published: "2026-07-01", nature: "Arrêt de la cour d'appel", date: "2026-06-25" });
  const { state, followed } = signal(OPENING, decision);
  assert.deepEqual([state, followed.id], ["open", "A5"]);
});

test("A notice that says nothing known is a signal all the same", () => {
  const other = record("A6", { published: "2026-07-01", nature: "Jugement de sanction", date: "2026-06-25" });
  assert.equal(signal(other).state, "unread");
});

test("Notices that tell of no proceeding are no signal", () => {
  const nature = "Jugement d'ouverture de sauvegarde";
  const passed = [
    record("A7", { published: "2016-11-20", nature }),
    record("A8", { published: "2026-01-12", nature: "Dépôt de l'état des créances", family: "Avis de dépôt" }),
    record("A9", { published: "2026-01-12", nature: "Autre jugement et ordonnance", family: "Extrait de jugement" }),
    record("B1", { published: "2026-01-12", nature, family: "Loi de 1967" }),
  ];
  for (const notice of passed) assert.equal(signal(notice), null, notice.fields.id);
  assert.equal(signal(...passed), null);
  assert.equal(signal(), null);
});

test("Only the notices about the SIREN asked for are read", async (context) => {
  const other = { fields: { ...OPENING.fields, id: "B1", registre: "111111111" } };
  const sale = { fields: { ...OPENING.fields, id: "B2", familleavis: "vente" } };
  answerWith(context, () => Response.json({ records: [OPENING, other, sale] }));
  const read = await notices("552032534", new AbortController().signal);
  assert.deepEqual(read.map(({ id }) => id), ["A1"]);
});
