/** @file What the modules under test read of the page: the questions, as Python writes them there. */

export const DATA = {
  questions: {
    "debtor-kind": { share: "choice", counted: true },
    "debtor-name": {},
    "invoices-0-number": { counted: true },
    "invoices-0-amount": { counted: true },
    "invoices-0-due_on": { share: "day", counted: true },
    "invoices-0-payments-0-amount": { counted: true },
    "earlier-0-step": { share: "choice" },
    "earlier-0-channel": { share: "choice" },
    "earlier-0-sent_on": { share: "day" },
    "creditor-name": {},
    penalties: { share: "choice", counted: true },
    note: {},
  },
  limits: { largest_index: 199, largest_body: 4096, most_answers: 20, deepest: 5, longest_name: 80 },
  payment_terms: [30, 45, 60],
  declaration: { months: 2, words: "deux mois" },
};

globalThis.HTMLTemplateElement = class {
  content = { textContent: JSON.stringify(DATA) };
};
globalThis.document = { querySelector: () => new globalThis.HTMLTemplateElement() };

/** The storage of a browser: its keys are those of the object. */
class Storage {
  get length() {
    return Object.keys(this).length;
  }

  getItem(key) {
    return this[key] ?? null;
  }

  setItem(key, text) {
    this[key] = text;
  }

  removeItem(key) {
    delete this[key];
  }
}

for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(globalThis, name, { value: new Storage(), configurable: true });
}

/**
 * Answer every request with this function, which takes what `fetch` takes, until the test ends.
 * @param {import("node:test").TestContext} test
 * @param {(address: string, options?: RequestInit) => Response | Promise<Response>} answer
 */
export function answerWith(test, answer) {
  const { fetch } = globalThis;
  globalThis.fetch = async (...request) => answer(...request);
  test.after(() => { globalThis.fetch = fetch; });
}
