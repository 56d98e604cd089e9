/** @file Elements of the page: found by selector, or made by hand, with words as text. */

/**
 * The type of an element, which `instanceof` checks.
 * @template {Element} T
 * @typedef {new (...never: never[]) => T} ElementType
 */

/**
 * Return the first match, or null when there is none of this type.
 * @template {Element} T
 * @param {ElementType<T>} type
 * @param {ParentNode} parent
 * @param {string} selector
 */
export function findOptional(type, parent, selector) {
  const element = parent.querySelector(selector);
  return element instanceof type ? element : null;
}

/**
 * Return the first match. Throws when there is none of this type.
 * @template {Element} T
 * @param {ElementType<T>} type
 * @param {ParentNode} parent
 * @param {string} selector
 */
export function find(type, parent, selector) {
  const element = findOptional(type, parent, selector);
  if (!element) throw new Error(`no ${type.name} matches ${selector}`);
  return element;
}

/**
 * Return every match of this type.
 * @template {Element} T
 * @param {ElementType<T>} type
 * @param {ParentNode} parent
 * @param {string} selector
 */
export const findAll = (type, parent, selector) =>
  [...parent.querySelectorAll(selector)].flatMap((element) => (element instanceof type ? [element] : []));

/**
 * Make an element: its attributes, then its children, whose strings are text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Return the nodes of a sentence, with the « er » of each « 1er » raised.
 * @param {string} sentence
 * @returns {(Node | string)[]}
 */
export function raised(sentence) {
  const [first = "", ...others] = sentence.split("1er\u00a0");
  return [first, ...others.flatMap((part) => ["1", make("sup", {}, "er"), `\u00a0${part}`])];
}

/**
 * Make a button that does not submit its form.
 * @param {string} words
 * @param {() => unknown} action
 * @param {string} [kind] its classes
 */
export function button(words, action, kind = "button button--quiet") {
  const element = make("button", { type: "button", class: kind }, words);
  element.addEventListener("click", action);
  return element;
}

/**
 * Make a link that opens in a new tab, so that nothing typed is lost.
 * @param {string} words
 * @param {string} href
 */
export const link = (words, href) =>
  make(
    "a",
    { href, target: "_blank", rel: "noreferrer" },
    words,
    make("span", { class: "visually-hidden" }, " (nouvel onglet)"),
  );

/**
 * Save a file under a name, without leaving the page.
 * @param {Blob} content
 * @param {string} name
 */
export function saveFile(content, name) {
  const anchor = make("a", { href: URL.createObjectURL(content), download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}
