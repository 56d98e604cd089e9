"""The questions as JSON Schemas (2020-12), made from their one definition, for programs.

Answers are nested in a JSON document and flat in a form. A blank answer counts as an absent one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms.fields import FormField
from wtforms.form import BaseForm

from courtois.catalogue.folders import Entry
from courtois.forms.answers import example_of
from courtois.forms.field_names import MOST
from courtois.forms.fields import Answer, Choice, Yes
from courtois.forms.formats import Day, Euros, Percent
from courtois.forms.questions import LetterForm
from courtois.forms.row_questions import Rows
from courtois.forms.scope import OPTIONAL_ROWS, bare

Schema = dict[str, Any]
Refer = Callable[[str], Schema]  # from a question's bare name to its schema, or a reference to it

FORMATS: dict[type[Answer], str] = {Day: "date", Euros: "decimal", Percent: "decimal"}
INDEX = "(0|[1-9][0-9]{0,2})"
TICKED: Schema = {"enum": [True, False, "yes", "no"]}
ACTS: Schema = {
    "draft": {"title": "Aperçu : ce qui manque est pris à l’exemple"} | TICKED,
    "review": {"title": "Relecture : la lettre au-dessus du formulaire"} | TICKED,
    "add": {"title": "Ajouter une ligne", "type": "string", "examples": ["invoices"]},
    "remove": {"title": "Retirer une ligne", "type": "string", "examples": ["invoices-1"]},
}


def questions(form: LetterForm, entries: Sequence[Entry]) -> dict[str, Schema]:
    """Return the schema of each question by its bare name; an example comes from one of `entries`."""
    return {bare(leaf.name): _question(leaf, entries) for leaf in form.questions}


def nested(form: LetterForm, refer: Refer) -> Schema:
    """Return the schema of the answers as a JSON document, with the acts it may request."""
    schema = _nested(form, refer)
    return schema | {"properties": schema["properties"] | ACTS}


def flat(form: LetterForm, refer: Refer) -> Schema:
    """Return the schema of the answers as the fields of a form, with the acts it may request."""
    schema: Schema = {"type": "object", "properties": dict(ACTS), "patternProperties": {}}
    for leaf in form.questions:
        if leaf.name == bare(leaf.name):
            schema["properties"][leaf.name] = refer(leaf.name)
        else:
            pattern = "^" + leaf.name.replace("-0", f"-{INDEX}") + "$"
            schema["patternProperties"][pattern] = refer(bare(leaf.name))
    return schema


def required(form: LetterForm) -> Schema:
    """Return what a JSON document must hold for the letter or calculator of `form`."""
    return _required(form, form)


def required_flat(form: LetterForm) -> Schema:
    """Return what a form must hold; rows are left out, because they may have any index."""
    names = [leaf.name for leaf in form.questions if form.needs(leaf)]
    return {"required": [name for name in names if name == bare(name)]}


def _question(leaf: Answer, entries: Sequence[Entry]) -> Schema:
    only = f"{leaf.only[:1].upper()}{leaf.only[1:]}." if leaf.only else ""
    schema: Schema = {"title": leaf.label.text}
    if words := f"{leaf.description} {only}".strip():
        schema["description"] = words
    if isinstance(leaf, Yes):
        return schema | TICKED
    schema["type"] = "string"
    if isinstance(leaf, Choice):
        choices = [{"const": value, "title": words} for value, words in leaf.choices]
        return schema | {"oneOf": choices}
    schema["maxLength"] = leaf.longest
    if examples := [example for entry in entries if (example := example_of(entry, leaf.name))]:
        schema["examples"] = examples[:1]
    if written := FORMATS.get(type(leaf)):
        schema["format"] = written
    return schema


def _nested(form: BaseForm, refer: Refer) -> Schema:
    parts = {field.short_name: _part(field, refer) for field in form}
    return {"type": "object", "properties": parts}


def _part(field: Any, refer: Refer) -> Schema:
    if isinstance(field, FormField):
        return _nested(field.form, refer)
    if isinstance(field, Rows):
        rows = _nested(field.entries[0].form, refer)
        return {"type": "array", "maxItems": MOST[field.short_name], "items": rows}
    return refer(bare(field.name))


def _required(form: BaseForm, letter_form: LetterForm) -> Schema:
    """Return `required` at every depth; an optional row must be whole once it is begun."""
    names, parts = [], {}
    for field in form:
        name = field.short_name
        if isinstance(field, Answer):
            names += [name] if letter_form.needs(field) else []
        elif isinstance(field, Rows):
            if inner := _required(field.entries[0].form, letter_form):
                spared = f"{bare(field.name)}-".startswith(OPTIONAL_ROWS)
                names += [] if spared else [name]
                parts[name] = {"items": inner} | ({} if spared else {"minItems": 1})
        elif isinstance(field, FormField) and (inner := _required(field.form, letter_form)):
            names.append(name)
            parts[name] = inner
    schema = {"required": names, "properties": parts}
    return {key: value for key, value in schema.items() if value}
