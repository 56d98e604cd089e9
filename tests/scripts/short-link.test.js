/** @file A short link: encrypted here, kept by the function, opened with its key alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { answerWith } from "./page.js";

const { LinkError } = await import("../../site/courtois_site/scripts/link.js");
const { NotKept, isShortLink, keep, open } = await import("../../site/courtois_site/scripts/short-link.js");

const TEXT = "c1.abc";
const ID = `w${"a".repeat(22)}`;
const KEY = "A".repeat(43);

const refused = (reason) => (error) => error instanceof LinkError && error.reason === reason;

/** A function that keeps one link. */
class Keeper {
  answer(address, options) {
    if (options?.method === "POST") {
      this.sent = JSON.parse(options.body);
      return Response.json({ id: ID, until: "2026-12-07T10:00:00+00:00" }, { status: 201 });
    }
    this.address = address;
    return new Response(Buffer.from(this.sent.sealed, "base64url"));
  }
}

test("A text comes back to whoever has the link", async (context) => {
  const keeper = new Keeper();
  answerWith(context, (...request) => keeper.answer(...request));
  const { fragment, until } = await keep(TEXT, "7");
  assert.equal(until, "2026-12-07T10:00:00+00:00");
  assert.ok(isShortLink(`#${fragment}`));
  assert.equal(await open(`#${fragment}`), TEXT);
  assert.equal(keeper.address, `/api/partages/${ID}`);
});

test("The function receives neither the text nor the key", async (context) => {
  const keeper = new Keeper();
  answerWith(context, (...request) => keeper.answer(...request));
  const { fragment } = await keep(TEXT, "30");
  const [, , key] = fragment.split(".");
  assert.deepEqual(Object.keys(keeper.sent), ["days", "sealed"]);
  assert.equal(keeper.sent.days, "30");
  const bytes = Buffer.from(keeper.sent.sealed, "base64url");
  assert.ok(!bytes.includes(TEXT));
  assert.ok(!bytes.includes(Buffer.from(key, "base64url")));
});

test("Another key opens nothing", async (context) => {
  const keeper = new Keeper();
  answerWith(context, (...request) => keeper.answer(...request));
  await keep(TEXT, "1");
  await assert.rejects(open(`#p1.${ID}.${KEY}`), refused("damaged"));
});

test("Each refusal of the function has its reason", async (context) => {
  let status = 0;
  answerWith(context, () => new Response(null, { status }));
  for (const [code, reason] of [[410, "gone"], [429, "busy"], [501, "never"], [404, "away"], [500, "away"]]) {
    status = code;
    await assert.rejects(open(`#p1.${ID}.${KEY}`), refused(reason));
  }
});

test("A function out of reach is away", async (context) => {
  answerWith(context, () => Promise.reject(new TypeError("network")));
  await assert.rejects(open(`#p1.${ID}.${KEY}`), refused("away"));
  await assert.rejects(keep(TEXT, "1"), { name: "Error", message: "Le service des liens courts ne répond pas." });
});

test("A link that is not kept has a sentence for it", async (context) => {
  let answer;
  answerWith(context, () => answer);
  answer = new Response("<p>busy</p>", { status: 429 });
  await assert.rejects(keep(TEXT, "1"), (error) => /réessayez dans une minute/.test(error.message) && !error.never);
  answer = Response.json({ title: "Ce service ne garde pas de liens." }, { status: 501 });
  await assert.rejects(keep(TEXT, "1"), (error) => error instanceof NotKept && error.never
    && error.message === "Ce service ne garde pas de liens.");
});

test("A link cut, or of another version, is not asked for", async (context) => {
  answerWith(context, () => assert.fail("asked"));
  await assert.rejects(open(`#p1.${ID}.${KEY.slice(1)}`), refused("damaged"));
  await assert.rejects(open(`#p2.${ID}.${KEY}`), refused("version"));
});

test("A browser that cannot decrypt says so before asking", async (context) => {
  answerWith(context, () => assert.fail("asked"));
  const { DecompressionStream } = globalThis;
  delete globalThis.DecompressionStream;
  context.after(() => { globalThis.DecompressionStream = DecompressionStream; });
  await assert.rejects(open(`#p1.${ID}.${KEY}`), refused("browser"));
});
