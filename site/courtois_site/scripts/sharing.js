/* A case in a link: made here, and read on arrival. What that takes is fetched when it serves. */

import { button } from "./elements.js";
import { answers, told } from "./form.js";
import { report } from "./requests.js";
import { momentWritten, say, write } from "./words.js";

const WORDS = {
  copied: "Lien copié.",
  byHand: "Le lien est prêt\u00a0: copiez-le ci-dessous.",
  toShare: "Le lien est prêt\u00a0: partagez-le ci-dessous.",
  unable: "Votre navigateur n’a pas pu faire de lien court.",
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
  const { NEVER, NotKept, keep } = await import("./sealed.js");
  return keep(fragment, days).catch((error) => {
    if (!(error instanceof NotKept)) {
      report(error);
      return { fragment, sorry: WORDS.unable };
    }
    keepsNone ||= error.status === NEVER;
    return { fragment, sorry: error.message };
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

/* Safari takes a call to the system's sharing within a click alone: this button makes it at once. */
function offerAgain(url, link, status) {
  link.append(button("Partager ce lien", async () => {
    if (await shareWithSystem(url)) say(status, "");
    else link.querySelector("input").select();
  }));
}

/* The link in sight, and in the clipboard when `copied` comes to its end. */
async function give(url, before, link, status, copied) {
  link.querySelector("input").value = url;
  link.querySelector("button")?.remove();
  link.hidden = false;
  try {
    await copied;
    say(status, before + WORDS.copied);
  } catch {
    say(status, before + (navigator.share ? WORDS.toShare : WORDS.byHand));
    link.querySelector("input").select();
    if (navigator.share) offerAgain(url, link, status);
  }
}

/* The address alone, for the clipboard, which takes nothing when there is none. */
function urlOf({ url }) {
  if (!url) throw new Error("no link");
  return url;
}

async function share(form, box, what) {
  const [status, link] = [box.querySelector("[role=status]"), box.querySelector(".shared-link")];
  const choice = box.querySelector("select");
  link.hidden = true;
  say(status, choice.value ? WORDS.making : "");
  const made = address(form, what, choice.value);
  const copied = navigator.share ? null : write(made.then(urlOf)); // at once: see `write`
  copied?.catch(() => {}); // said below
  const { url, until, sentence, sorry } = await made.catch(() => ({ sentence: WORDS.lost }));
  offerShort(choice);
  say(status, sentence ?? "");
  if (sentence) return;
  if (!sorry && await shareWithSystem(url)) return status.append(...lasting("Le lien", until));
  await give(url, sorry ? `${sorry} ${WORDS.instead} ` : "", link, status, copied ?? write(url));
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
