/** @file What scripts add to every page: its form, its address shared, its text copied. Pages work without them. */

import "./submission.js";
import { offerCopy, writeToClipboard } from "./clipboard.js";
import { find, findAll } from "./elements.js";
import { say } from "./text.js";

/**
 * Return the page's address. A demonstration has none of its own: the link is the one it is served at.
 * @param {HTMLElement} box
 */
function addressFor(box) {
  const canonical = find(HTMLLinkElement, document, "link[rel=canonical]").href;
  return box.dataset.share === "here" ? location.origin + new URL(canonical).pathname : canonical;
}

/**
 * Return true when the system's own sharing was shown, whether the person used it or not.
 * @param {string} url
 */
async function shareWithSystem(url) {
  try {
    await navigator.share({ title: document.title, url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/** @param {HTMLElement} box */
function offerSharing(box) {
  const button = find(HTMLButtonElement, box, "button");
  const place = find(HTMLElement, box, "[role=status]");
  const url = addressFor(box);
  const shares = "share" in navigator;
  if (shares) button.textContent = "Partager le lien";
  button.addEventListener("click", async () => {
    if (shares && (await shareWithSystem(url))) return;
    await writeToClipboard(url).then(() => say(place, "Lien copié."), () => say(place, url));
  });
  box.hidden = false;
}

for (const box of findAll(HTMLElement, document, "[data-share]")) offerSharing(box);
for (const box of findAll(HTMLElement, document, "[data-copy]")) {
  offerCopy(box, () => fetch(box.dataset.copy ?? ""), "Le texte seul");
}
