/* Answers laid in the form by a script: told to whoever listens, and taken back on demand. */

const fieldOf = (form, name) => form.elements.namedItem(name);

const tell = (field) => {
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
};

function put(field, value) {
  const choices = field instanceof RadioNodeList ? [...field] : [];
  for (const choice of choices) choice.checked = choice.value === value;
  if (!choices.length) field.value = value;
  return choices.find((choice) => choice.checked) ?? choices[0] ?? field;
}

/* `values` by name; a question not asked here is passed over. */
export class Filling {
  constructor(form, values) {
    this.values = Object.entries(values).filter(([name]) => fieldOf(form, name));
    this.before = this.values.map(([name]) => [name, fieldOf(form, name).value]);
    this.lay(form, this.values);
  }

  /* True when it took the place of something else. */
  get replaced() {
    const now = new Map(this.values);
    return this.before.some(([name, value]) => value !== "" && value !== now.get(name));
  }

  /* Puts the former answers back, but for those changed since by hand. */
  undo(form) {
    const laid = new Map(this.values);
    this.lay(form, this.before.filter(([name]) => fieldOf(form, name)?.value === laid.get(name)));
  }

  lay(form, values) {
    const changed = values.filter(([name, value]) => fieldOf(form, name).value !== value);
    changed.map(([name, value]) => put(fieldOf(form, name), value)).forEach(tell);
  }
}
