/* Elements made by hand: attributes as told, words as text. */

export function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/* A sentence whose dates raise the « er » of the first of a month. */
export function raised(sentence) {
  const [first, ...others] = sentence.split("1er\u00a0");
  return [first, ...others.flatMap((part) => ["1", make("sup", {}, "er"), `\u00a0${part}`])];
}

export function button(words, act, kind = "button button--quiet") {
  const made = make("button", { type: "button", class: kind }, words);
  made.addEventListener("click", act);
  return made;
}

/* A file is saved under its name, without leaving the page. */
export function saveFile(content, name) {
  const link = make("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* It opens elsewhere: what was typed is not lost. */
export const link = (words, href) =>
  make("a", { href, target: "_blank", rel: "noreferrer" }, words, make("span", { class: "visually-hidden" }, " (nouvel onglet)"));
