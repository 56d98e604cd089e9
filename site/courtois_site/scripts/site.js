/* What scripts add to every page: its address shared, its text copied. Everything works without them. */

import "./form.js";
import { copy, offerCopy } from "./words.js";

function offerSharing(box) {
  const [button, place] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const canonical = document.querySelector("link[rel=canonical]").href;
  // A demonstration has no address of its own: the link copied is the one it is served at.
  const url = box.dataset.share === "here" ? location.origin + new URL(canonical).pathname : canonical;
  if (navigator.share) button.textContent = "Partager le lien";
  button.addEventListener("click", async () => {
    if (navigator.share) {
      try {
        await navigator.share({ title: document.title, url });
        return;
      } catch (error) {
        if (error.name === "AbortError") return;
      }
    }
    await copy(url, place, "Lien copié.");
  });
  box.hidden = false;
}

for (const box of document.querySelectorAll("[data-share]")) offerSharing(box);
for (const box of document.querySelectorAll("[data-copy]")) {
  offerCopy(box, () => fetch(box.dataset.copy), "Le texte seul");
}
