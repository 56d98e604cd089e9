/* Only the questions this debtor and these answers call for. Scripts off, all are there.
   `data-when="debtor-kind: public; penalties: claim"`: each named answer is one of those given.
   `!consumer` means any other answer, or none yet. A hidden answer is kept; one to mend is shown. */

const conditions = (text) =>
  text.split(";").map((one) => one.split(":").map((part) => part.trim())).map(([name, values]) => [name, values.split(" ")]);

const holds = (told, values) =>
  values.some((value) => (value.startsWith("!") ? told !== value.slice(1) : told === value));

function arrange(form) {
  const told = new FormData(form);
  for (const box of form.querySelectorAll("[data-when]")) {
    const relevant = conditions(box.dataset.when).every(([name, values]) => holds(told.get(name) ?? "", values));
    const shown = relevant || Boolean(box.querySelector(".error, [aria-invalid]"));
    if (shown && box.hidden && box.matches("details")) box.open = true; // an answer has just called for it
    box.hidden = !shown;
  }
}

export function keepRelevant(form) {
  form.addEventListener("change", () => arrange(form));
  arrange(form);
}
