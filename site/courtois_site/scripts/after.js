/* Once the letter is saved: what to do with it, and the case followed in this browser's journal. */

import { make } from "./elements.js";
import { answers, refill } from "./form.js";
import { report } from "./requests.js";
import { usable } from "./storage.js";
import { say, today } from "./words.js";

const FOLLOWED = ["Ce dossier est suivi dans ce navigateur\u00a0: ", "."];
const LOST = "Ce dossier n’a pas pu être suivi\u00a0: rechargez la page, puis réessayez.";
const FULL = "Ce navigateur n’a plus de place\u00a0: retirez un ancien dossier.";

/* The function tells it with the review. */
async function tellWhatFollows(form, address) {
  if (!address.endsWith(".pdf")) return;
  try {
    const next = await refill(form, [...answers(form), ["review", "yes"]]);
    if (next.contains(document.activeElement)) return; // someone is typing on
    const heading = next.querySelector("#et-maintenant");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "start" });
  } catch {
    // The letter is saved: what follows can be read in the guide.
  }
}

async function followCase(form, button, place) {
  const { follow } = await import("./journal.js");
  const pairs = answers(form);
  const sent_on = pairs.find(([name]) => name === "dated_on")?.[1] ?? today();
  if (!follow(pairs, { step: button.dataset.follow, channel: button.dataset.channel, sent_on })) return say(place, FULL);
  place.replaceChildren(FOLLOWED[0], make("a", { href: "/dossiers/" }, "Vos dossiers"), FOLLOWED[1]);
}

export function offerWhatFollows(form) {
  form.addEventListener("courtois:saved", (event) => tellWhatFollows(form, event.detail));
  const button = form.querySelector("[data-follow]");
  if (!button || !usable) return;
  button.hidden = false;
  const place = form.querySelector(".after [role=status]");
  button.addEventListener("click", () => followCase(form, button, place).catch((error) => {
    say(place, LOST);
    report(error);
  }));
}
