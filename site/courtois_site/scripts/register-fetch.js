/** @file One request to a public register: a few seconds at most, its answer kept for the session. */

/**
 * Why there is no answer. "busy" comes with the seconds to wait when the register gives them; "left" means that the
 * person asked for something else.
 * @typedef {"busy" | "late" | "away" | "down" | "refused" | "changed" | "left"} Reason
 */

const PATIENCE = 8000; // milliseconds to wait for an answer
const KEPT = "courtois:registre:1:"; // the number changes with the answers kept
const REFUSED = 400;
const TOO_MANY = 429;

/** An error that says why a register gives no answer. */
export class NoAnswer extends Error {
  /**
   * @param {Reason} reason
   * @param {number} [wait] seconds
   */
  constructor(reason, wait = 0) {
    super(reason);
    this.reason = reason;
    this.wait = wait;
  }
}

/** @param {string} address */
function recall(address) {
  try {
    return sessionStorage.getItem(KEPT + address);
  } catch {
    return null; // the browser refuses its storage
  }
}

/**
 * @param {string} address
 * @param {string} text
 */
function keep(address, text) {
  try {
    sessionStorage.setItem(KEPT + address, text);
  } catch {
    // The storage is full, or refused: the register will be asked again.
  }
}

/**
 * Return the seconds that a register asks to wait, or 0.
 * @param {Response} answer
 */
function secondsToWait(answer) {
  const seconds = Number(answer.headers.get("Retry-After"));
  return seconds > 0 && seconds <= 3600 ? Math.ceil(seconds) : 0;
}

/**
 * Return the text of an answer. Throws NoAnswer for one that is no success.
 * @param {Response} answer
 */
async function bodyOf(answer) {
  if (answer.status === TOO_MANY) throw new NoAnswer("busy", secondsToWait(answer));
  if (!answer.ok) throw new NoAnswer(answer.status === REFUSED ? "refused" : "down");
  return answer.text();
}

/**
 * Ask a register. Throws NoAnswer.
 * @param {string} address
 * @param {AbortSignal} signal aborted when the person asks for something else
 */
async function request(address, signal) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const alarm = setTimeout(stop, PATIENCE);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const options = { signal: limit.signal, credentials: "omit", referrerPolicy: "no-referrer" };
    return await bodyOf(await fetch(address, /** @type {RequestInit} */ (options)));
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    if (signal.aborted) throw new NoAnswer("left");
    throw new NoAnswer(limit.signal.aborted ? "late" : "away");
  } finally {
    clearTimeout(alarm);
  }
}

/**
 * Return what `read` makes of a text, or null when the text is not of the shape it knows.
 * @template T
 * @param {string} text
 * @param {(document: any) => T} read
 */
function readText(text, read) {
  try {
    return read(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Return what `read` makes of a register's answer. `read` throws when the answer is not of the shape it knows. Throws
 * NoAnswer.
 * @template T
 * @param {string} address
 * @param {(document: any) => T} read
 * @param {AbortSignal} signal
 */
export async function ask(address, read, signal) {
  const kept = readText(recall(address) ?? "", read);
  if (kept !== null) return kept;
  const text = await request(address, signal);
  const answer = readText(text, read);
  if (answer === null) throw new NoAnswer("changed");
  keep(address, text);
  return answer;
}
