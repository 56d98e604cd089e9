"""What scripts know of the questions and of the law comes from Python, in a JSON that pages carry."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from courtois import forms, law
from courtois.forms.field_names import LARGEST_INDEX, LARGEST_REQUEST, MOST_ANSWERS
from courtois.forms.fields import Choice, Yes
from courtois.forms.flatten import DEEPEST, LONGEST_NAME
from courtois.forms.formats import Day
from courtois.forms.questions import LetterForm
from courtois.forms.scope import bare
from courtois_site.script_data import script_data

SCRIPTS = Path(__file__).resolve().parent.parent / "site/courtois_site/scripts"
DAY = date(2026, 11, 21)
QUESTIONS = {question.name: question for question in LetterForm().questions}
DATA = re.compile(r'<template id="questions">(.*?)</template>')

# Neither a name nor an amount: whoever adds a question here decides that strangers may read its answer.
SHARED_CHOICES = (
    "debtor-kind debtor-head_office debtor-activity debtor-insolvency debtor-public_term debtor-ccag "
    "debtor-comptable_public invoices-nature earlier-step earlier-channel creditor-status creditor-vat "
    "creditor-activity plan_covers plan_penalties penalties late_rate annex disputed plan_in_course "
    "events-kind assigned"
)
SHARED_DAYS = (
    "debtor-insolvency_on invoices-issued_on invoices-due_on invoices-performed_on "
    "invoices-payments-paid_on invoices-received_on earlier-sent_on earlier-presented_on "
    "instalments-due_on dated_on pay_by grace_until events-on"
)
# What the journal sends to be counted: no name, no address, no account.
COUNTED = (
    "debtor-kind debtor-insolvency debtor-insolvency_on debtor-public_term debtor-ccag "
    "debtor-comptable_public invoices-number invoices-amount invoices-issued_on invoices-due_on "
    "invoices-performed_on invoices-credit invoices-payments-paid_on invoices-payments-amount "
    "invoices-nature invoices-received_on invoices-disputed earlier-step earlier-channel earlier-sent_on "
    "earlier-presented_on earlier-invoices penalties late_rate fixed_rate late_points disputed "
    "plan_in_course grace_until events-kind events-on"
)


def names(share: str) -> set[str]:
    """The questions whose answers are shared so."""
    questions = script_data(DAY)["questions"].items()
    return {bare(name) for name, about in questions if about.get("share") == share}


def test_scripts_know_every_question_but_a_consent() -> None:
    questions = script_data(DAY)["questions"]
    assert QUESTIONS.keys() - questions.keys() == {"confirm_limitation"}
    assert questions.keys() <= QUESTIONS.keys()


def test_a_link_without_names_nor_amounts_keeps_these_answers_alone() -> None:
    assert names("choice") == set(SHARED_CHOICES.split())
    assert names("day") == set(SHARED_DAYS.split())


def test_no_answer_typed_freely_is_shared_without_names() -> None:
    for question in QUESTIONS.values():
        if question.in_links == "always":
            assert isinstance(question, Choice | Day | Yes), question.name


def test_the_journal_sends_these_answers_alone_to_be_counted() -> None:
    questions = script_data(DAY)["questions"].items()
    assert {bare(name) for name, about in questions if about.get("counted")} == set(COUNTED.split())


def test_scripts_have_the_limits_of_the_function() -> None:
    assert script_data(DAY)["limits"] == {
        "largest_index": LARGEST_INDEX,
        "largest_body": LARGEST_REQUEST,
        "most_answers": MOST_ANSWERS,
        "deepest": DEEPEST,
        "longest_name": LONGEST_NAME,
    }


def test_the_time_to_declare_a_claim_is_that_of_the_law() -> None:
    figure = law.parameters()["delai_declaration_creance"]
    assert script_data(DAY)["declaration"] == {"months": 2, "words": "deux mois"}
    assert figure.phrase(DAY) == "2\u00a0mois"


@pytest.mark.parametrize("page", ["composer/*", "dossiers"])
def test_pages_carry_what_scripts_read(built: Path, page: str) -> None:
    pages = sorted((built / "site").glob(f"{page}/index.html"))
    assert pages
    for path in pages:
        (text,) = DATA.findall(path.read_text("utf-8"))
        data = json.loads(text)
        assert data["questions"] == forms.for_scripts()["questions"]
        assert list(data["questions"]) == list(forms.for_scripts()["questions"])


def test_the_journal_offers_the_means_that_a_letter_does(built: Path) -> None:
    page = (built / "site/dossiers/index.html").read_text("utf-8")
    offered = re.findall(r'<option value="(\w+)" data-way="([^"]+)">([^<]+)</option>', page)
    channels = QUESTIONS["earlier-0-channel"]
    assert isinstance(channels, Choice)
    assert {(value, words) for value, _, words in offered} == set(channels.choices[1:])


def conditions(text: str) -> list[tuple[str, list[str]]]:
    """`a: b c; d: !e` as [("a", ["b", "c"]), ("d", ["e"])]."""
    parts = [part.partition(":") for part in text.split(";")]
    return [(name.strip(), values.replace("!", "").split()) for name, _, values in parts]


def test_every_condition_names_a_question_and_its_choices(built: Path) -> None:
    pages = "".join(path.read_text("utf-8") for path in (built / "site").rglob("index.html"))
    texts = set(re.findall(r'data-when="([^"]+)"', pages))
    assert len(texts) > 10
    for text in texts:
        for name, values in conditions(text):
            question = QUESTIONS[name]
            assert isinstance(question, Choice)
            assert set(values) <= {value for value, _ in question.choices}, text


# What scripts may not hold

NUMBERS = (
    "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante|soixante"
)
FIGURE = re.compile(
    rf"(?i)(?<![\d,.$}}])(?:\d[\d,.]*|\b(?:{NUMBERS})e?)[\s\u00a0]*(?:€|%|ans?\b|mois\b|jours?\b|points?\b|fois\b)"
)
LIST = re.compile(r"\[([^\[\]]*)\]|/\^?([^/\n]+)/|\"([^\"\n]*\|[^\"\n]*)\"")
SHORT = {part for name in QUESTIONS for part in (bare(name), name.rpartition("-")[2])}


def code_of(path: Path) -> str:
    """A script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    return re.sub(r"(?m)(?<![:\"'])//.*$", "", text).replace("\\u00a0", "\u00a0")


def figures_in(code: str) -> list[Any]:
    """The figures of the law that are written in a script."""
    figures = [match[0] for match in FIGURE.finditer(code)]
    return figures + re.findall(r"\b(?:months|years|days):\s*\d+|\[\d+(?:,\s*\d+)+\]", code)


def lists_in(code: str) -> list[str]:
    """The lists, sets and patterns that name three questions or more."""
    lists = []
    for match in LIST.finditer(code):
        listed, pattern, text = match.groups(default="")
        words = re.findall(r'"([a-z_-]+)"', listed) or re.findall(r"[a-z_-]+", pattern or text)
        if len(SHORT.intersection(words)) >= 3:
            lists.append(match[0])
    return lists


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.name)
def test_no_script_holds_a_figure_of_the_law_nor_a_list_of_questions(path: Path) -> None:
    assert figures_in(code_of(path)) == []
    assert lists_in(code_of(path)) == []


@pytest.mark.parametrize(
    "code",
    [
        'const DAYS = new Set(["invoices-due_on", "dated_on", "pay_by"]);',
        'const STEP = ["step", "channel", "sent_on"];',
        "const COUNTED = /^(?:penalties|late_rate|disputed)$/;",
        'new RegExp("^(?:penalties|late_rate|disputed)$")',
    ],
)
def test_a_list_of_questions_is_seen(code: str) -> None:
    assert lists_in(code) != []


@pytest.mark.parametrize(
    "code",
    [
        '"dans les deux mois"',
        "{ months: 2 }",
        '"sous 15\\u00a0jours"',
        "`au bout de 2 ans`",
        "[30, 45, 60]",
    ],
)
def test_a_figure_of_the_law_is_seen(code: str) -> None:
    assert figures_in(code.replace("\\u00a0", "\u00a0")) != []
