/** @file What requests share: a time limit, and the errors that end them. */

/** An error whose message is a French sentence of ours, to be shown. The message of any other error is never shown. */
export class ShownError extends Error {}

/**
 * Return a signal that aborts after a time: `AbortSignal.timeout` is missing in Chrome 102 and Safari 15.
 * @param {number} milliseconds
 */
export function timeLimit(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/**
 * Show an error in the console without stopping the caller.
 * @param {unknown} error
 */
export function report(error) {
  setTimeout(() => { throw error; });
}
