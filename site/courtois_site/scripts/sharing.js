/** @file A case in a link: made here, and read on arrival. What that takes is loaded when it is needed. */

import { writeToClipboard } from "./clipboard.js";
import { button, find, findAll } from "./elements.js";
import { report } from "./requests.js";
import { canShorten, makeLink } from "./share-link.js";
import { momentNodes, say } from "./text.js";

/** @import { Link, Outcome } from "./share-link.js" */

/**
 * The elements that a link is given in.
 * @typedef {object} Box
 * @property {HTMLElement} status
 * @property {HTMLSelectElement} choice of a long link, or of the days of a short one
 * @property {HTMLElement} line that shows the link
 * @property {HTMLInputElement} field that holds it
 */

const WORDS = {
  copied: "Lien copié.",
  byHand: "Le lien est prêt\u00a0: copiez-le ci-dessous.",
  toShare: "Le lien est prêt\u00a0: partagez-le ci-dessous.",
  instead: "Voici à la place le lien long, qui n’a pas besoin du service.",
  making: "Le lien se fait…",
  lost: "Le lien n’a pas pu être fait. Réessayez dans un instant.",
};

const canShare = () => "share" in navigator;

/**
 * Show the choice of a short link where one can be made.
 * @param {HTMLSelectElement} choice
 */
function offerShort(choice) {
  if (choice.parentElement) choice.parentElement.hidden = !canShorten();
  if (!canShorten()) choice.value = "";
}

/**
 * Return the nodes that say until when a short link opens; a long one has no end.
 * @param {string} subject
 * @param {string | undefined} until
 */
const expiry = (subject, until) => (until ? [`${subject} s’ouvre jusqu’au `, ...momentNodes(until), "."] : []);

/**
 * Return true when the system's own sharing was shown, whether the person used it or not.
 * @param {string} url
 */
async function shareWithSystem(url) {
  if (!canShare()) return false;
  try {
    await navigator.share({ title: find(HTMLElement, document, "h1").textContent ?? "", url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/**
 * Add a button that shares a link at once: Safari refuses to share once the click has waited for a request.
 * @param {string} url
 * @param {Box} box
 */
function offerSecondPress(url, { status, line, field }) {
  line.append(button("Partager ce lien", async () => {
    if (await shareWithSystem(url)) say(status, "");
    else field.select();
  }));
}

/**
 * Show a link, and say whether it is in the clipboard.
 * @param {Link} link
 * @param {Box} box
 * @param {Promise<void>} copied
 */
async function give({ url, excuse }, box, copied) {
  const before = excuse ? `${excuse} ${WORDS.instead} ` : "";
  box.field.value = url;
  box.line.querySelector("button")?.remove();
  box.line.hidden = false;
  try {
    await copied;
    say(box.status, before + WORDS.copied);
  } catch {
    say(box.status, before + (canShare() ? WORDS.toShare : WORDS.byHand));
    box.field.select();
    if (canShare()) offerSecondPress(url, box);
  }
}

/**
 * Return the address alone, for the clipboard. Throws when there is none: nothing is then copied.
 * @param {Outcome} outcome
 */
function urlOf(outcome) {
  if ("url" in outcome) return outcome.url;
  throw new Error("there is no link to copy");
}

/**
 * @param {HTMLFormElement} form
 * @param {Box} box
 * @param {string | undefined} what
 */
async function share(form, box, what) {
  box.line.hidden = true;
  say(box.status, box.choice.value ? WORDS.making : "");
  const making = makeLink(form, what, box.choice.value);
  const copied = canShare() ? null : writeToClipboard(making.then(urlOf)); // at once, as that function asks
  copied?.catch(() => {}); // `give` awaits it, once there is a link
  const outcome = await making.catch(() => ({ sentence: WORDS.lost }));
  offerShort(box.choice);
  if ("sentence" in outcome) {
    say(box.status, outcome.sentence);
    return;
  }
  say(box.status, "");
  if (!outcome.excuse && (await shareWithSystem(outcome.url))) {
    box.status.append(...expiry("Le lien", outcome.until));
    return;
  }
  await give(outcome, box, copied ?? writeToClipboard(outcome.url));
  box.status.append(...expiry(" Il", outcome.until));
}

let busy = false; // pressing twice makes one link

/**
 * @param {HTMLFormElement} form
 * @param {Box} box
 * @param {string | undefined} what
 */
async function shareOnce(form, box, what) {
  if (busy) return;
  busy = true;
  await share(form, box, what).finally(() => { busy = false; });
}

const addressHoldsCase = () => /^#(?:[cp]|%63|%70)\d/i.test(location.hash);

/** Show the case of the page's address, if it holds one. */
async function receive() {
  if (!addressHoldsCase()) return;
  const { show } = await import("./shared-case.js");
  await show(location.hash);
}

/** Show the case of an address that has changed: the person asked for it, and is no longer typing. */
function receiveAnother() {
  if (addressHoldsCase() && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  receive().catch(report);
}

let listening = false;

/** @param {HTMLFormElement} form */
export function offerSharing(form) {
  const place = find(HTMLElement, form, "[data-sharing]");
  const box = {
    status: find(HTMLElement, place, "[role=status]"),
    choice: find(HTMLSelectElement, place, "select"),
    line: find(HTMLElement, place, ".shared-link"),
    field: find(HTMLInputElement, place, ".shared-link input"),
  };
  place.hidden = false;
  offerShort(box.choice);
  for (const kind of ["input", "change"]) box.choice.addEventListener(kind, (event) => event.stopPropagation());
  for (const send of findAll(HTMLElement, place, "[data-send]")) offerButton(form, box, send);
  if (listening) return;
  listening = true;
  addEventListener("hashchange", receiveAnother);
  receive().catch(report);
}

/**
 * @param {HTMLFormElement} form
 * @param {Box} box
 * @param {HTMLElement} send the button that makes a link
 */
function offerButton(form, box, send) {
  const item = send.closest("li");
  if (item) item.hidden = send.dataset.send !== "tool" && !("CompressionStream" in globalThis);
  send.addEventListener("click", () => shareOnce(form, box, send.dataset.send));
}
