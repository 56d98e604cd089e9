/* A case in a link: made here, and read on arrival. What that takes is fetched when it serves. */

import { answers, told } from "./form.js";
import { say } from "./words.js";

const WORDS = {
  copied: "Lien copié.",
  byHand: "Le lien est prêt\u00a0: copiez-le ci-dessous.",
  nothing: "Il n’y a encore rien à partager ainsi\u00a0: répondez d’abord à quelques questions.",
  long: "Ce dossier est trop long pour un lien. Partagez-le sans noms ni montants, ou envoyez la lettre en PDF.",
  lost: "Le lien n’a pas pu être fait. Réessayez dans un instant.",
};

const page = () => location.origin + new URL(document.querySelector("link[rel=canonical]").href).pathname;

/* The address to share, or a sentence instead. */
async function address(form, what) {
  if (what === "tool") return { url: page() };
  const { LONGEST, encode, withoutNamesNorAmounts } = await import("./link.js");
  const pairs = told(form).length ? answers(form) : [];
  const shared = what === "whole" ? pairs : withoutNamesNorAmounts(pairs);
  if (!shared.length) return { sentence: WORDS.nothing };
  const url = `${page()}#${await encode(shared)}`;
  return url.length > LONGEST ? { sentence: WORDS.long } : { url };
}

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

async function share(form, box, what) {
  const [status, link] = [box.querySelector("[role=status]"), box.querySelector(".shared-link")];
  link.hidden = true;
  say(status, "");
  const { url, sentence } = await address(form, what).catch(() => ({ sentence: WORDS.lost }));
  if (sentence) return say(status, sentence);
  if (await shareWithSystem(url)) return;
  link.querySelector("input").value = url;
  link.hidden = false;
  try {
    await navigator.clipboard.writeText(url);
    say(status, WORDS.copied);
  } catch {
    say(status, WORDS.byHand);
    link.querySelector("input").select();
  }
}

/* The reader's side. */
function receive() {
  if (/^#(?:c|%63)\d/i.test(location.hash)) import("./received.js").then(({ show }) => show(location.hash), () => {});
}

let listening = false;

export function offerSharing(form) {
  const box = form.querySelector("[data-sharing]");
  box.hidden = false;
  for (const button of box.querySelectorAll("[data-send]")) {
    button.closest("li").hidden = button.dataset.send !== "tool" && !globalThis.CompressionStream;
    button.addEventListener("click", () => share(form, box, button.dataset.send));
  }
  if (listening) return;
  listening = true;
  addEventListener("hashchange", receive);
  receive();
}
