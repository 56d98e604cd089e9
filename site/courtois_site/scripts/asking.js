/* One question to a public register: a few seconds at most, its answer kept for the session. */

const PATIENCE = 8000; // milliseconds
const KEPT = "courtois:registre:1:"; // the number changes with what is kept

/* `reason`: busy (with `wait`, seconds or nothing), late, away, down, refused, changed, left. */
export class NoAnswer extends Error {
  constructor(reason, wait = 0) {
    super(reason);
    this.reason = reason;
    this.wait = wait;
  }
}

function recall(address) {
  try {
    return sessionStorage.getItem(KEPT + address);
  } catch {
    return null; // storage is refused here
  }
}

function keep(address, text) {
  try {
    sessionStorage.setItem(KEPT + address, text);
  } catch {
    // full, or refused: it will be asked again
  }
}

/* The pause a register asks for, when its answer lets it be read. */
function pause(answer) {
  const told = Number(answer.headers.get("Retry-After"));
  return told > 0 && told <= 3600 ? Math.ceil(told) : 0;
}

async function answered(address, signal) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const alarm = setTimeout(stop, PATIENCE);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const answer = await fetch(address, { signal: limit.signal, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.status === 429) throw new NoAnswer("busy", pause(answer));
    if (!answer.ok) throw new NoAnswer(answer.status === 400 ? "refused" : "down");
    return await answer.text();
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    if (signal.aborted) throw new NoAnswer("left");
    throw new NoAnswer(limit.signal.aborted ? "late" : "away");
  } finally {
    clearTimeout(alarm);
  }
}

function reading(text, read) {
  try {
    return read(JSON.parse(text));
  } catch {
    throw new NoAnswer("changed");
  }
}

/* What `read` makes of the answer; it throws when the answer is not of the shape it knows. Throws NoAnswer. */
export async function ask(address, read, signal) {
  const kept = recall(address);
  if (kept !== null) {
    try {
      return reading(kept, read);
    } catch {
      // not ours: ask anew
    }
  }
  const text = await answered(address, signal);
  const told = reading(text, read);
  keep(address, text);
  return told;
}
