"""The questions as JSON Schemas (2020-12), made from their one definition, for programs.

Answers are nested in a JSON document and flat in a form. A blank answer counts as an absent one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms.fields import FormField
from wtforms.form import BaseForm

from courtois.catalogue.folders import Entry
from courtois.forms.answers import example_of
from courtois.forms.field_names import MOST_ROWS
from courtois.forms.fields import Choice, Question, Yes
from courtois.forms.formats import Day, Euros, Percent
from courtois.forms.questions import LetterForm
from courtois.forms.row_questions import Rows
from courtois.forms.scope import OPTIONAL_ROWS, bare

Schema = dict[str, Any]
Refer = Callable[[str], Schema]  # from a question's bare name to its schema, or a reference to it

STRING_FORMATS: dict[type[Question], str] = {Day: "date", Euros: "decimal", Percent: "decimal"}
INDEX = "(0|[1-9][0-9]{0,2})"
TICKED: Schema = {"enum": [True, False, "yes", "no"]}
ACTIONS: Schema = {
    "draft": {"title": "Aperçu : ce qui manque est pris à l’exemple"} | TICKED,
    "review": {"title": "Relecture : la lettre au-dessus du formulaire"} | TICKED,
    "add": {"title": "Ajouter une ligne", "type": "string", "examples": ["invoices"]},
    "remove": {"title": "Retirer une ligne", "type": "string", "examples": ["invoices-1"]},
}


def questions(form: LetterForm, entries: Sequence[Entry]) -> dict[str, Schema]:
    """Return the schema of each question by its bare name; an example comes from one of `entries`."""
    return {bare(question.name): _question(question, entries) for question in form.questions}


def nested(form: LetterForm, refer: Refer) -> Schema:
    """Return the schema of the answers as a JSON document, with the actions it may request."""
    schema = _nested(form, refer)
    return schema | {"properties": schema["properties"] | ACTIONS}


def flat(form: LetterForm, refer: Refer) -> Schema:
    """Return the schema of the answers as the fields of a form, with the actions it may request."""
    schema: Schema = {"type": "object", "properties": dict(ACTIONS), "patternProperties": {}}
    for question in form.questions:
        if question.name == bare(question.name):
            schema["properties"][question.name] = refer(question.name)
        else:
            pattern = "^" + question.name.replace("-0", f"-{INDEX}") + "$"
            schema["patternProperties"][pattern] = refer(bare(question.name))
    return schema


def required(form: LetterForm) -> Schema:
    """Return what a JSON document must hold for the letter or calculator of `form`."""
    return _required(form, form)


def required_flat(form: LetterForm) -> Schema:
    """Return what a form must hold; rows are left out, because they may have any index."""
    names = [question.name for question in form.questions if form.needs(question)]
    return {"required": [name for name in names if name == bare(name)]}


def _question(question: Question, entries: Sequence[Entry]) -> Schema:
    only = f"{question.only[:1].upper()}{question.only[1:]}." if question.only else ""
    schema: Schema = {"title": question.label.text}
    if words := f"{question.description} {only}".strip():
        schema["description"] = words
    if isinstance(question, Yes):
        return schema | TICKED
    schema["type"] = "string"
    if isinstance(question, Choice):
        choices = [{"const": value, "title": words} for value, words in question.choices]
        return schema | {"oneOf": choices}
    schema["maxLength"] = question.longest
    if examples := [example for entry in entries if (example := example_of(entry, question.name))]:
        schema["examples"] = examples[:1]
    if text_format := STRING_FORMATS.get(type(question)):
        schema["format"] = text_format
    return schema


def _nested(form: BaseForm, refer: Refer) -> Schema:
    parts = {field.short_name: _part(field, refer) for field in form}
    return {"type": "object", "properties": parts}


def _part(field: Any, refer: Refer) -> Schema:
    if isinstance(field, FormField):
        return _nested(field.form, refer)
    if isinstance(field, Rows):
        rows = _nested(field.entries[0].form, refer)
        return {"type": "array", "maxItems": MOST_ROWS[field.short_name], "items": rows}
    return refer(bare(field.name))


def _required(form: BaseForm, letter_form: LetterForm) -> Schema:
    """Return `required` at every depth. An optional row must be complete once it is begun."""
    names, parts = [], {}
    for field in form:
        name = field.short_name
        if isinstance(field, Question):
            names += [name] if letter_form.needs(field) else []
        elif isinstance(field, Rows):
            if inner := _required(field.entries[0].form, letter_form):
                is_optional = f"{bare(field.name)}-".startswith(OPTIONAL_ROWS)
                names += [] if is_optional else [name]
                parts[name] = {"items": inner} | ({} if is_optional else {"minItems": 1})
        elif isinstance(field, FormField) and (inner := _required(field.form, letter_form)):
            names.append(name)
            parts[name] = inner
    schema = {"required": names, "properties": parts}
    return {key: value for key, value in schema.items() if value}
