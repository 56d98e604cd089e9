/** @file Texts put in the clipboard. */

import { find } from "./elements.js";
import { say } from "./text.js";

/**
 * Put a text in the clipboard. Call it within the click itself, with a promise when the text is still to come: Safari
 * refuses `writeText` once the click has waited for a request, but takes an item whose text comes later.
 * @param {string | Promise<string>} text
 */
export async function writeToClipboard(text) {
  if (typeof text !== "string" && "ClipboardItem" in globalThis && "write" in navigator.clipboard) {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    blob.catch(() => {}); // `text` is awaited below, and throws the same error
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return;
    } catch {
      // Refused, or this browser takes no promise: the other way is tried once the text is there.
    }
  }
  await navigator.clipboard.writeText(await text);
}

/** @param {string} elsewhere */
const failure = (elsewhere) => `La copie n’a pas pu se faire : ouvrez «\u00a0${elsewhere}\u00a0».`;

/**
 * Put the body of a response in the clipboard and say in `place` whether it could be done.
 * @param {Promise<Response>} response
 * @param {Element} place
 * @param {string} elsewhere where the text can be read otherwise
 */
async function copyBody(response, place, elsewhere) {
  try {
    await writeToClipboard(bodyOf(response));
    say(place, "Texte copié.");
  } catch {
    say(place, failure(elsewhere));
  }
}

/** @param {Promise<Response>} response */
async function bodyOf(response) {
  const answer = await response;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/**
 * Show a box that holds a copy button and a status.
 * @param {HTMLElement} box
 * @param {() => Promise<Response>} request gives the text to copy
 * @param {string} elsewhere where the text can be read otherwise
 */
export function offerCopy(box, request, elsewhere) {
  const place = find(HTMLElement, box, "[role=status]");
  find(HTMLButtonElement, box, "button").addEventListener("click", () => copyBody(request(), place, elsewhere));
  box.hidden = false;
}
