/** @file A case in the fragment of an address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { DATA } from "./page.js";

const { LinkError, cleaned, decode, encode, isAnswer, withoutNamesNorAmounts } = await import(
  "../../site/courtois_site/scripts/link.js"
);

const PAIRS = [
  ["debtor-kind", "professional"],
  ["debtor-name", "Boulangerie « Été »"],
  ["invoices-0-number", "F1"],
  ["invoices-0-amount", "1\u202f200,50"],
  ["invoices-7-payments-12-amount", "300"],
  ["note", "Une ligne\nUne autre ; \\ \" 日本 🧾"],
];

/** Return the fragment of a text that no form of ours made. */
const forged = (text) => `c1.${deflateSync(text).toString("base64url")}`;

const refused = (reason) => (error) => error instanceof LinkError && error.reason === reason;

test("Answers come back as they were", async () => {
  assert.deepEqual(await decode(`#${await encode(PAIRS)}`), PAIRS);
});

test("Buttons and unknown names stay out of a link", async () => {
  const others = [["add", "invoices"], ["review", "yes"], ["debtor-age", "12"], ["invoices-200-number", "F2"]];
  assert.deepEqual(await decode(await encode([...PAIRS, ...others])), PAIRS);
});

test("A name has a question in a row of the limits only", () => {
  const known = ["invoices-199-number", "invoices-0-payments-199-amount", "penalties"];
  const unknown = ["invoices-200-number", "invoices-007-number", "invoices-number", "debtor-0-name", "", "__proto__"];
  assert.deepEqual([...known, ...unknown].filter(isAnswer), known);
});

test("A link without names nor amounts keeps choices and days alone", () => {
  const typed = [["penalties", "Claim it!"], ["earlier-0-sent_on", "hier"]];
  assert.deepEqual(withoutNamesNorAmounts([...PAIRS, ["invoices-3-due_on", "2026-05-31"], ...typed]), [
    ["debtor-kind", "professional"],
    ["invoices-3-due_on", "2026-05-31"],
  ]);
});

test("An address that programs encoded is read as it was", async () => {
  const fragment = await encode([["note", "??>>~~ÿÿ".repeat(20)]]);
  const standard = fragment.replaceAll("-", "+").replaceAll("_", "/");
  assert.notEqual(standard, fragment);
  const percent = (text) => Array.from(text, (sign) => `%${sign.charCodeAt(0).toString(16)}`).join("");
  const encoded = [
    standard,
    standard.replaceAll("+", "%2B").replaceAll("/", "%2F"),
    fragment.replace(".", "%2E"),
    percent(fragment),
    percent(fragment).replaceAll("%", "%25"),
  ];
  for (const address of encoded) assert.equal(cleaned(`#${address}`), fragment, address.slice(0, 20));
});

test("What programs add to an address is left out", async () => {
  const fragment = await encode(PAIRS);
  const added = ["&utm_source=x&utm_medium=y", "?fbclid=a", "#:~:text=a"];
  const punctuation = ["=", "==", "%3D", "%3D%3D", ".", ")", "…", "%C2%BB.", ".".repeat(100_000)];
  for (const end of [...added, ...punctuation]) assert.equal(cleaned(`#${fragment}${end}`), fragment, end.slice(0, 20));
  assert.equal(cleaned(`#${fragment.slice(0, 20)}\r\n ${fragment.slice(20)}`), fragment);
  assert.equal(cleaned(`#${encodeURIComponent(encodeURIComponent("c1.a-b_c"))}`), "c1.a-b_c");
});

test("A link cut or changed is damaged, and never says something else", async () => {
  const fragment = await encode(PAIRS);
  for (let end = 3; end < fragment.length; end += 1) {
    await assert.rejects(decode(fragment.slice(0, end)), refused("damaged"));
  }
  for (let index = 3; index < fragment.length - 1; index += 1) {
    const other = fragment[index] === "A" ? "B" : "A";
    const changed = fragment.slice(0, index) + other + fragment.slice(index + 1);
    const pairs = await decode(changed).catch((error) => assert.ok(refused("damaged")(error)));
    if (pairs) assert.deepEqual(pairs, PAIRS);
  }
});

test("Noise is damaged", async () => {
  let seed = 1;
  const next = () => (seed = (seed * 16807) % 2147483647) % 256;
  const noises = Array.from({ length: 60 }, (_, length) => Buffer.from(Array.from({ length: length * 7 }, next)));
  for (const noise of noises) {
    await assert.rejects(decode(`#c1.${noise.toString("base64url")}`), refused("damaged"));
    await assert.rejects(decode(`#c1.${noise.toString("latin1")}`), refused("damaged"));
    await assert.rejects(decode(forged(noise)), refused("damaged"));
  }
});

test("No name reaches the machinery of the language", async () => {
  const pollution = '{"polluted":"yes"}';
  const text = `{"__proto__":${pollution},"constructor":{"prototype":${pollution}},`
    + `"creditor":{"__proto__":${pollution},"name":"A"}}`;
  assert.deepEqual(await decode(forged(text)), [["creditor-name", "A"]]);
  await encode([["__proto__-polluted", "yes"], ["creditor-__proto__", "yes"]]);
  assert.equal({}.polluted, undefined);
});

test("A link of another version says so", async () => {
  await assert.rejects(decode("#c2.abc"), refused("version"));
});

test("A link that holds no text is damaged", async () => {
  const documents = ["null", "12", '"a text"', "[]", "{}", "{", '{"creditor":{"name":12}}'];
  for (const text of documents) await assert.rejects(decode(forged(text)), refused("damaged"), text);
});

test("A link whose texts answer no question is foreign", async () => {
  const documents = ['{"nobody_asks":"x"}', '{"invoices":{"200":{"number":"x"}}}', '{"add":"x"}', '[["note","x"]]'];
  for (const text of documents) await assert.rejects(decode(forged(text)), refused("foreign"), text);
});

test("A link beyond the limits of the function is damaged", async () => {
  const rows = Array.from({ length: DATA.limits.most_answers + 1 }, (_, row) => [row, { number: "F" }]);
  await assert.rejects(decode(forged(JSON.stringify({ invoices: Object.fromEntries(rows) }))), refused("damaged"));
  for (const length of [DATA.limits.largest_body, 30_000_000]) {
    await assert.rejects(decode(forged(JSON.stringify({ note: "a".repeat(length) }))), refused("damaged"));
  }
  await assert.rejects(decode(forged("[".repeat(30_000_000))), refused("damaged"));
  const text = "a".repeat(DATA.limits.largest_body - 100);
  assert.deepEqual(await decode(forged(JSON.stringify({ note: text }))), [["note", text]]);
  const deep = '{"note":'.repeat(200) + '"x"' + "}".repeat(200);
  await assert.rejects(decode(forged(deep)), refused("damaged"));
});

test("A browser that cannot inflate says so", async (context) => {
  const { DecompressionStream } = globalThis;
  delete globalThis.DecompressionStream;
  context.after(() => { globalThis.DecompressionStream = DecompressionStream; });
  await assert.rejects(decode("#c1.abc"), refused("browser"));
});
