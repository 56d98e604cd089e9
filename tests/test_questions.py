"""Each answer reaches the case, each field of the case has its question, and their types agree."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from courtois import forms
from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue
from courtois.errors import BrokenEntry
from courtois.forms import formats
from courtois.forms.fields import Choice, LongText, Question, Step, Yes
from courtois.forms.scope import FOLDS, GROUPS, bare, scope_of
from courtois.letter.typeface import Typeface
from courtois.service import LetterService

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
CATALOGUE = LetterCatalogue(TEMPLATES)
TYPEFACE = Typeface.read(TEMPLATES)
DAY = date(2026, 11, 21)
# A letter that asks everything.
LETTER = replace(CATALOGUE["echeancier"], asks=tuple(GROUPS))

# Questions that fill no field of the case, and why.
NOT_IN_CASE = {
    "assigned": "no letter is written when it is ticked",
    "confirm_limitation": "the checks read this consent on the form",
    "straight": "the calculator reads it on the form: it skips steps, and says nothing of the case",
}
# Fields of the case that no question fills, and why.
NOT_ASKED = {
    "creditor.address.country": "a creditor writes from France",
    "invoices.issue_known": "true when a calculator was given the invoice's date",
}

# Two answers to each kind of question.
ANSWERS: dict[type[Question], tuple[str, str]] = {
    Question: ("Saule", "Tilleul"),
    LongText: ("Saule", "Tilleul"),
    formats.Day: ("2026-05-04", "2026-05-05"),
    formats.Euros: ("40", "41,50"),
    formats.Percent: ("11", "12,15"),
    Yes: ("yes", "no"),
    Step: ("relance-1", "relance-2"),
    formats.Siren: ("732829320", "552100554"),
    formats.Siret: ("73282932000074", "55210055400013"),
    formats.Iban: ("FR7630006000011234567890189", "DE89370400440532013000"),
    formats.Bic: ("AGRIFRPP", "DEUTDEFF"),
    formats.Email: ("a@example.org", "b@example.org"),
    formats.Phone: ("06 12 34 56 78", "06 12 34 56 79"),
    formats.FrenchPostcode: ("69003", "75011"),
    formats.Postcode: ("69003", "75011"),
}
QUESTIONS = {question.name: question for question in forms.blank(LETTER, CATALOGUE).questions}


def answers(question: Question) -> list[str]:
    if isinstance(question, Choice) and not isinstance(question, Step):
        return [value for value, _ in question.choices if value or not question.required]
    return list(ANSWERS[type(question)])


def read(**changes: str) -> Case:
    """Read a case where every question is answered, but for those that `changes` answers."""
    whole = {name: answers(question)[-1] for name, question in QUESTIONS.items()}
    pairs = whole | {"plan_covers": "principal"} | changes
    return forms.read_draft(
        list(pairs.items()), LETTER, catalogue=CATALOGUE, typeface=TYPEFACE, today=DAY
    )


@cache
def cases(name: str) -> list[Case]:
    """Return the cases of the different answers to one question."""
    return [read(**{name: value}) for value in answers(QUESTIONS[name])]


def values(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value of a case with its path, without the index of rows: `invoices.amount`."""
    if is_dataclass(part):
        for field in fields(part):
            yield from values(getattr(part, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(part, tuple) and part and is_dataclass(part[0]):
        for row in part:
            yield from values(row, path)
    else:
        yield path, part


def changed(name: str) -> set[str]:
    """Return the paths of the values that depend on the answer to one question."""
    first, *others = (dict(values(case)) for case in cases(name))
    return {path for other in others for path in first if first[path] != other[path]}


def hints(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the type of each field of a case with its path."""
    for inner in (part, *get_args(part)):
        if is_dataclass(inner):
            for name, hint in get_type_hints(inner).items():
                yield from hints(hint, f"{path}.{name}".lstrip("."))
            return
    yield path, part


HINTS = dict(hints(Case))


def accepts(hint: Any, value: Any) -> bool:
    """True when a value is of a type, as `case.py` writes types."""
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return any(accepts(inner, value) for inner in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(accepts(get_args(hint)[0], row) for row in value)
    assert hint in (str, bool, date, Decimal, NoneType), hint
    return isinstance(value, hint)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in NOT_IN_CASE])
def test_an_answer_changes_the_case(name: str) -> None:
    assert changed(name), f"{name} reaches no field of the case"


def test_an_answer_said_to_fill_no_field_fills_none() -> None:
    assert {name for name in NOT_IN_CASE if changed(name)} == set()


def test_each_field_of_the_case_depends_on_an_answer() -> None:
    filled = {path for name in QUESTIONS for path in changed(name)}
    assert HINTS.keys() - filled == NOT_ASKED.keys()


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_value_of_the_case_has_the_type_of_its_field(name: str) -> None:
    for case in cases(name):
        wrong = {path: value for path, value in values(case) if not accepts(HINTS[path], value)}
        assert wrong == {}


CHOICES = {
    name: question
    for name, question in QUESTIONS.items()
    if isinstance(question, Choice) and not isinstance(question, Step)
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_offers_each_value_of_its_field(name: str) -> None:
    path = field_of(name)
    assert get_origin(HINTS[path]) is Literal, f"{path} is not a Literal"
    assert set(answers(CHOICES[name])) - {""} == set(get_args(HINTS[path])) - {""}


def field_of(name: str) -> str:
    """Return the path of the field that holds the answer to a choice."""
    offered = [value for value in answers(CHOICES[name]) if value]
    values_read = [dict(values(read(**{name: value}))) for value in offered]
    (path,) = (path for path in HINTS if [case.get(path) for case in values_read] == offered)
    return path


# --- which questions a letter asks


def test_each_optional_question_is_one_of_the_form() -> None:
    names = {bare(name) for name in QUESTIONS}
    groups_of_rows = {name.partition("-")[0] for name in names if "-" in name}
    for group, members in GROUPS.items():
        assert members <= names | groups_of_rows, group


def test_a_letter_asks_the_groups_it_names_and_no_other() -> None:
    plain = scope_of(replace(LETTER, asks=("pay_by", "plan")))
    assert plain.asks("pay_by")
    assert plain.asks("debtor-signatory")
    assert plain.asks("instalments-3-amount")
    assert plain.asks("debtor-name")
    assert not plain.asks("debtor-city")
    assert not plain.asks("earlier-0-step")
    assert not plain.asks("penalties")


@pytest.mark.parametrize("slug", [letter.slug for letter in CATALOGUE])
def test_the_form_of_a_letter_shows_the_questions_it_asks_and_no_other(slug: str) -> None:
    """But for a consent, shown where it is needed, and an answer that comes from another letter."""
    form = forms.blank(CATALOGUE[slug], CATALOGUE)
    page = str(LetterService(TEMPLATES).letter_form(None, CATALOGUE[slug]))
    shown = QUESTIONS.keys() & set(re.findall(r' name="([^"]+)"', page))
    not_shown = {"confirm_limitation"}
    not_shown |= set() if CATALOGUE[slug].to_head_office else {"debtor-head_office"}
    assert shown == {name for name in QUESTIONS if form.asks(name)} - not_shown


def test_a_group_nobody_knows_is_refused_by_the_name_of_the_folder() -> None:
    wrong = replace(LETTER, asks=("addresses", "adresses"))
    with pytest.raises(BrokenEntry, match=r"^echeancier/letter\.toml: asks has unknown adresses$"):
        forms.blank(wrong, CATALOGUE)


@pytest.mark.parametrize("tool", list(ToolCatalogue(TEMPLATES)), ids=lambda tool: tool.slug)
def test_a_calculator_requires_questions_that_exist_and_are_asked(tool: Any) -> None:
    assert set(tool.requires) <= {bare(name) for name in QUESTIONS if scope_of(tool).asks(name)}


def test_a_calculator_carries_on_every_group_that_a_letter_asks() -> None:
    """But the plan: answers go from a letter to a calculator and to another letter."""
    groups = {group for letter in CATALOGUE for group in letter.asks} - {"plan"}
    for tool in ToolCatalogue(TEMPLATES):
        assert groups - set(tool.asks) == set(), tool.slug


def test_each_condition_names_answers_that_its_question_offers() -> None:
    """`when` is read by scripts too: a kind of debtor that is misspelt would show nothing, silently."""
    conditions = {
        text for question in QUESTIONS.values() for text in question.when.split(";") if text
    }
    folds = {text for texts in FOLDS.values() for text in texts}
    for text in conditions | folds:
        name, _, values = text.partition(":")
        question = QUESTIONS[name.strip()]
        offered = (
            {value for value, _ in question.choices} if isinstance(question, Choice) else {"yes"}
        )
        assert set(values.replace("!", "").split()) <= offered, text
