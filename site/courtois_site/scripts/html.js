/** @file The one place where text becomes HTML: the answers of our own function, never what a person typed. */

/**
 * Trusted Types, where the browser has them.
 * @typedef {{ createHTML(html: string): string }} Policy
 * @typedef {{ createPolicy(name: string, rules: Policy): Policy }} PolicyFactory
 */

/** @type {PolicyFactory | undefined} */
const trustedTypes = Reflect.get(globalThis, "trustedTypes");
const policy = trustedTypes?.createPolicy("courtois", { createHTML: (html) => html });

/** @param {string} html */
export const parse = (html) =>
  new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
