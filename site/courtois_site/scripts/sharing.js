/* A case in a link: made here, and read on arrival. What that takes is fetched when it serves. */

import { answers, told } from "./form.js";
import { momentWritten, say } from "./words.js";

const WORDS = {
  copied: "Lien copié.",
  byHand: "Le lien est prêt\u00a0: copiez-le ci-dessous.",
  nothing: "Il n’y a encore rien à partager ainsi\u00a0: répondez d’abord à quelques questions.",
  long: "Ce dossier est trop long pour un lien long.",
  shorten: "Choisissez un lien court, partagez-le sans noms ni montants, ou envoyez la lettre en PDF.",
  otherwise: "Partagez-le sans noms ni montants, ou envoyez la lettre en PDF.",
  instead: "Voici à la place le lien long, qui n’a pas besoin du service.",
  making: "Le lien se fait…",
  lost: "Le lien n’a pas pu être fait. Réessayez dans un instant.",
};

let keepsNone = false; // known once the function was asked for a short link

const shortens = () => !keepsNone && Boolean(globalThis.CompressionStream && globalThis.crypto?.subtle); // not without https

/* Short links are shown where they can be had. */
function offerShort(choice) {
  choice.parentElement.hidden = !shortens();
  if (!shortens()) choice.value = "";
}

const page = () => location.origin + new URL(document.querySelector("link[rel=canonical]").href).pathname;

/* The address to share, or a sentence instead. `sorry` says why it is long though a short one was wanted. */
async function address(form, what, days) {
  if (what === "tool") return { url: page() };
  const { LONGEST, encode, withoutNamesNorAmounts } = await import("./link.js");
  const pairs = told(form).length ? answers(form) : [];
  const shared = what === "whole" ? pairs : withoutNamesNorAmounts(pairs);
  if (!shared.length) return { sentence: WORDS.nothing };
  const { fragment, until, sorry = "" } = await shortened(await encode(shared), days);
  const url = `${page()}#${fragment}`;
  if (url.length <= LONGEST) return { url, until, sorry };
  return { sentence: `${sorry} ${WORDS.long} ${sorry || !shortens() ? WORDS.otherwise : WORDS.shorten}`.trim() };
}

/* The same in a short link, when one is wanted and can be had. */
async function shortened(fragment, days) {
  if (!days) return { fragment };
  const { NEVER, keep } = await import("./sealed.js");
  return keep(fragment, days).catch(({ message, cause }) => {
    keepsNone ||= cause === NEVER;
    return { fragment, sorry: message };
  });
}

/* Until when a short link opens; nothing for a long one, which has no end. */
const lasting = (subject, until) => (until ? [`${subject} s’ouvre jusqu’au `, ...momentWritten(until), "."] : []);

/* True when the person saw the system's own sharing, used or not. */
async function shareWithSystem(url) {
  if (!navigator.share) return false;
  try {
    await navigator.share({ title: document.querySelector("h1").textContent, url });
    return true;
  } catch (error) {
    return error.name === "AbortError";
  }
}

/* The link, in sight and in the clipboard. */
async function give(url, before, link, status) {
  link.querySelector("input").value = url;
  link.hidden = false;
  try {
    await navigator.clipboard.writeText(url);
    say(status, before + WORDS.copied);
  } catch {
    say(status, before + WORDS.byHand);
    link.querySelector("input").select();
  }
}

async function share(form, box, what) {
  const [status, link] = [box.querySelector("[role=status]"), box.querySelector(".shared-link")];
  const choice = box.querySelector("select");
  link.hidden = true;
  say(status, choice.value ? WORDS.making : "");
  const { url, until, sentence, sorry } = await address(form, what, choice.value).catch(() => ({ sentence: WORDS.lost }));
  offerShort(choice);
  say(status, sentence ?? "");
  if (sentence) return;
  if (!sorry && await shareWithSystem(url)) return status.append(...lasting("Le lien", until));
  await give(url, sorry ? `${sorry} ${WORDS.instead} ` : "", link, status);
  status.append(...lasting(" Il", until));
}

/* One link at a time: pressing twice makes one. */
let making = false;

async function shareOnce(form, box, what) {
  if (making) return;
  making = true;
  await share(form, box, what).finally(() => { making = false; });
}

/* The reader's side. An address that changes was asked for: what was being typed no longer holds the reader. */
function receive(changed) {
  if (!/^#(?:[cp]|%63|%70)\d/i.test(location.hash)) return;
  if (changed) document.activeElement?.blur();
  import("./received.js").then(({ show }) => show(location.hash), () => {});
}

let listening = false;

export function offerSharing(form) {
  const box = form.querySelector("[data-sharing]");
  box.hidden = false;
  const choice = box.querySelector("select");
  offerShort(choice);
  for (const kind of ["input", "change"]) choice.addEventListener(kind, (event) => event.stopPropagation()); // no answer
  for (const button of box.querySelectorAll("[data-send]")) {
    button.closest("li").hidden = button.dataset.send !== "tool" && !globalThis.CompressionStream;
    button.addEventListener("click", () => shareOnce(form, box, button.dataset.send));
  }
  if (listening) return;
  listening = true;
  addEventListener("hashchange", receive);
  receive();
}
