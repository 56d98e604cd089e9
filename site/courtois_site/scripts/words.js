/* Words told beside a button, and texts copied. */

import { raised } from "./elements.js";

export const say = (place, sentence) => { place.textContent = sentence; };

const lost = (elsewhere) => `La copie n’a pas pu se faire : ouvrez «\u00a0${elsewhere}\u00a0».`;

/* Put a text in the clipboard: to be called within the click itself, with a promise when the text is on its way.
   Safari refuses `writeText` once a request was waited for, and takes an item whose text comes later. */
export async function write(text) {
  if (typeof text !== "string" && globalThis.ClipboardItem && navigator.clipboard?.write) {
    const coming = text.then((words) => new Blob([words], { type: "text/plain" }));
    coming.catch(() => {}); // said below
    try {
      return await navigator.clipboard.write([new ClipboardItem({ "text/plain": coming })]);
    } catch {
      // Refused, or no promise is taken here: the other way, once the text is there.
    }
  }
  await navigator.clipboard.writeText(await text);
}

/* `text`, or its promise. When it can't be copied, `elsewhere` names where it can be read; without it, it is shown. */
export async function copy(text, place, done, elsewhere) {
  try {
    await write(text);
    say(place, done);
  } catch {
    say(place, elsewhere ? lost(elsewhere) : text);
  }
}

async function textOf(asked) {
  const answer = await asked;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/* `box` holds a button and a status; `ask` answers with the text to copy, as a Response. */
export function offerCopy(box, ask, elsewhere) {
  const place = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", () => copy(textOf(ask()), place, "Texte copié.", elsewhere));
  box.hidden = false;
}

const two = (number) => String(number).padStart(2, "0");

/* The day of a moment where the person is, as a field wants it: « 2026-11-21 ». */
const dayOf = (moment) => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

export const today = () => dayOf(new Date());

/* « 1er mai 2026 », its « er » raised, from « 2026-05-01 »: what to append. Anything else is left as it is. */
export function dayWritten(told) {
  const day = new Date(/^\d{4}-\d\d-\d\d$/.test(told) ? `${told}T00:00Z` : NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(told)) return [told]; // a 30 February
  const month = day.toLocaleDateString("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" }).replace(" ", "\u00a0");
  const date = day.getUTCDate();
  return raised(`${date === 1 ? "1er" : date}\u00a0${month}`);
}

/* « 29 novembre 2026 à 14 h 05 » where the person is, from a moment in ISO: what to append. */
export function momentWritten(told) {
  const moment = new Date(told);
  return [...dayWritten(dayOf(moment)), ` à ${moment.getHours()}\u00a0h\u00a0${two(moment.getMinutes())}`];
}
