/** @file The API Recherche d’entreprises, and the requests to a register. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { answerWith } from "./page.js";
import { queryFor, readSearch, search, spaced } from "../../site/courtois_site/scripts/companies.js";
import { NoAnswer } from "../../site/courtois_site/scripts/register-fetch.js";

const ENTRY = {
  siren: "552032534",
  nom_complet: "BOULANGERIE MODERNE (LE FOURNIL)",
  nom_raison_sociale: "BOULANGERIE MODERNE",
  nature_juridique: "5499",
  etat_administratif: "A",
  siege: {
    siret: "55203253400012",
    numero_voie: "59",
    dernier_numero_voie: "61",
    type_voie: "RUE",
    libelle_voie: "DES LILAS",
    code_postal: "75011",
    libelle_commune: "PARIS",
  },
};

const company = (changes = {}) => readSearch({ results: [{ ...ENTRY, ...changes }], total_results: 1 }).companies[0];
const office = (changes) => company({ siege: { ...ENTRY.siege, ...changes } }).address;
const never = () => new AbortController().signal;

test("A number is asked for by its figures, anything else by its words", () => {
  assert.equal(queryFor("552 032 534"), "552032534");
  assert.equal(queryFor("552.032.534.00012"), "55203253400012");
  assert.equal(queryFor("FR83 552 032 534"), "552032534");
  assert.equal(queryFor("  boulangerie   moderne "), "boulangerie moderne");
});

test("A SIREN is written by three figures", () => {
  assert.equal(spaced("552032534"), "552\u202f032\u202f534");
});

test("A company is read with its legal form and its address", () => {
  const { name, shown, legalForm, address, siret } = company();
  assert.deepEqual([name, shown, legalForm], ["BOULANGERIE MODERNE", "BOULANGERIE MODERNE (LE FOURNIL)", "SARL"]);
  assert.equal(siret, "55203253400012");
  const town = { postcode: "75011", city: "PARIS", country: "" };
  assert.deepEqual(address, { street: "59-61 RUE DES LILAS", complement: "", ...town });
});

test("A legal form is that of the code, else of its first two figures", () => {
  const forms = {
    5710: "SAS", 5720: "SASU", 5498: "EURL", 5485: "SELARL", 5599: "SA", 5699: "SA", 6540: "SCI",
    9220: "association", 9240: "", 1000: "", 3120: "", 7344: "",
  };
  for (const [code, form] of Object.entries(forms)) {
    assert.equal(company({ nature_juridique: code }).legalForm, form, code);
  }
});

test("A CEDEX and a town abroad are read as the post writes them", () => {
  assert.equal(office({ cedex: "75901", libelle_cedex: "PARIS CEDEX 15" }).city, "PARIS CEDEX 15");
  assert.equal(office({ cedex: "75901" }).city, "PARIS CEDEX");
  const abroad = office({ libelle_commune: "", code_postal: "", libelle_commune_etranger: "20099 HAMBOURG" });
  assert.deepEqual([abroad.postcode, abroad.city], ["20099", "HAMBOURG"]);
});

test("An address is as many postal lines as Sirene has", () => {
  const whole = office({ indice_repetition: "B", complement_adresse: "BATIMENT B", distribution_speciale: "BP 40" });
  assert.deepEqual([whole.street, whole.complement], ["59 B-61 RUE DES LILAS", "BATIMENT B BP 40"]);
  const none = { numero_voie: "", dernier_numero_voie: "", type_voie: "", libelle_voie: "" };
  const box = office({ ...none, complement_adresse: "LE BOURG", distribution_speciale: "CS 20001" });
  assert.deepEqual([box.street, box.complement], ["CS 20001", "LE BOURG"]);
});

test("What is not published is left blank, and told", () => {
  const hidden = company({ nom_complet: "[NON-DIFFUSIBLE]", nom_raison_sociale: null, statut_diffusion: "P" });
  assert.deepEqual([hidden.hidden, hidden.name], [true, ""]);
});

test("A SIREN that nobody has is passed over", () => {
  assert.deepEqual(readSearch({ results: [{ siren: "000000000" }], total_results: 0 }), { companies: [], total: 0 });
});

test("An answer of another shape is refused, and not kept", async (context) => {
  answerWith(context, () => Response.json({ results: [{ siren: 12 }] }));
  await assert.rejects(search("changed", never()), { reason: "changed" });
  assert.deepEqual(Object.keys(sessionStorage), []);
});

test("Each failure of a register has its reason", async (context) => {
  let answer;
  answerWith(context, () => answer());
  const reasons = {
    refused: () => new Response("", { status: 400 }),
    down: () => new Response("", { status: 503 }),
    away: () => Promise.reject(new TypeError("network")),
    busy: () => new Response("", { status: 429, headers: { "Retry-After": "12" } }),
  };
  for (const [reason, response] of Object.entries(reasons)) {
    answer = response;
    const wait = reason === "busy" ? 12 : 0;
    await assert.rejects(search(`for ${reason}`, never()), { constructor: NoAnswer, reason, wait });
  }
});

test("A search left for another says so", async (context) => {
  const request = new AbortController();
  answerWith(context, () => {
    request.abort();
    throw new DOMException("aborted", "AbortError");
  });
  await assert.rejects(search("left", request.signal), { reason: "left" });
});

test("An answer is kept for the session", async (context) => {
  let count = 0;
  answerWith(context, () => {
    count += 1;
    return Response.json({ results: [ENTRY], total_results: 1 });
  });
  const first = await search("boulangerie", never());
  assert.deepEqual(await search("boulangerie", never()), first);
  assert.equal(count, 1);
});
