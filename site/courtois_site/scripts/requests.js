/* What requests share: a time limit, and the errors they end with. */

/* An error whose message is a French sentence of ours, to be shown. The message of any other error never is. */
export class ShownError extends Error {}

/* A signal that aborts after so many milliseconds, as `AbortSignal.timeout`, which Chrome 102 and Safari 15 lack. */
export function timeLimit(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/* Put an error in the console without stopping what goes on. */
export const report = (error) => { setTimeout(() => { throw error; }); };
