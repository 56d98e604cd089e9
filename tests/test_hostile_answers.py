"""Hostile answers: markup, template code, invisible characters, floods, malformed bodies."""

from __future__ import annotations

import gzip
import importlib
import inspect
import io
import json
import logging
import pkgutil
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pdf_text
import pikepdf
import pytest
from depth import sampled
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

import courtois
from courtois import forms
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.forms.field_names import MOST_ANSWERS, MOST_ROWS
from courtois.forms.fields import LongText, Question, Yes
from courtois.forms.row_questions import all_questions
from courtois_api.app import LARGEST_REQUEST, create_app

pytestmark = pytest.mark.hostile

CATALOGUE = LetterCatalogue(Path(__file__).resolve().parent.parent / "templates")
LETTER = CATALOGUE["mise-en-demeure"]
ACTIVE = ("style", "iframe", "object", "embed", "base")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TEXT = "/api/lettres/mise-en-demeure.txt"
PAGE = "/api/formulaires/mise-en-demeure"

Fields = dict[str, Question]


@pytest.fixture(scope="module")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


def questions_of(kind: LetterType = LETTER) -> Fields:
    """Return every question of a letter, by its name."""
    form = forms.blank(kind, CATALOGUE)
    return {question.name: question for question in all_questions(form) if form.asks(question.name)}


def in_own_words(kind: LetterType, words: str) -> dict[str, str]:
    """Return the letter's example with these words in every field of free text."""
    free = (
        name
        for name, question in questions_of(kind).items()
        if type(question) in (Question, LongText)
    )
    return answers(kind) | {name: words for name in free if not name.endswith("-invoices")}


def answers(kind: LetterType = LETTER) -> dict[str, str]:
    """Return the answers of the letter's example; each earlier step is about every invoice due that day."""
    example = forms.flatten(kind.example)
    return {name: value for name, value in example if not name.endswith("-invoices")}


# Markup and templates.

PAYLOADS = ["<script>x()</script>", "{{7*7}}", "{% if 1 %}x{% endif %}", "javascript:x()",
            "\"><img onerror=x()>", "'onclick='x()", "<a href='file:///'>", "url(file:///etc)",
            "&lt;b&gt;", "]]>--><b>", "${7*7}#{7*7}"]  # fmt: skip


class Elements(HTMLParser):
    """Collects what a page would run or load, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.active: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag in ACTIVE or (tag == "script" and "src" not in values):
            self.active.append(tag)
        for name, value in attributes:
            link = name in ("href", "src", "action", "formaction", "poster", "data")
            if name.startswith("on") or name == "style" or (link and not ours(value or "")):
                self.active.append(f"{tag} {name}={value}")
            if name in ("value", "content"):
                self.said.append(value or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def ours(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("", "http", "https", "mailto") or link.startswith(
        "data:image/png;base64,"
    )


def refused(answer: TestResponse) -> dict[str, str]:
    """Return the sentence of each fault, by field."""
    problem = json.loads(answer.data)
    return {fault["name"]: fault["sentence"] for fault in problem["errors"]}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("slug", ["mise-en-demeure", "echeancier"])
def test_a_payload_in_any_field_stays_text(client: FlaskClient, slug: str, payload: str) -> None:
    kind = CATALOGUE[slug]
    everywhere, own = dict.fromkeys(questions_of(kind), payload), in_own_words(kind, payload[:20])
    form, letter = f"/api/formulaires/{slug}", f"/api/lettres/{slug}.html"
    for path, fields, status, times in (
        (form, everywhere, 200, 30),  # the form as typed
        (letter, everywhere, 422, 30),  # the form with every fault
        (letter, everywhere | {"draft": "yes"}, 200, 0),
        (form, own | {"review": "yes"}, 200, 20),
        (letter, own, 200, 3),
    ):
        page = client.post(path, data=fields)
        assert page.status_code == status, page.text
        read = Elements(page.text)
        assert read.active == [], path
        written = sum(sentences.count(fields["place"]) for sentences in read.said)
        assert written >= times, path


@pytest.mark.parametrize("payload", sampled(PAYLOADS, PAYLOADS[0], PAYLOADS[-1]))
def test_a_payload_stays_text_in_every_kind_of_file(client: FlaskClient, payload: str) -> None:
    words = payload[:20]
    fields = in_own_words(LETTER, words)
    txt, pdf, docx = (
        client.post(f"/api/lettres/mise-en-demeure.{way}", data=fields)
        for way in ("txt", "pdf", "docx")
    )
    assert txt.status_code == pdf.status_code == docx.status_code == 200
    assert txt.text.count(words) >= 3
    assert words.replace(" ", "") in re.sub(r"\s", "", pdf_text.words(pdf.data))
    assert words in words_of_word(docx.data)
    assert actions_of(pdf.data) == []


def words_of_word(docx: bytes) -> str:
    """Return the text of a .docx after checking that it has no external link and no field."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            assert b'TargetMode="External"' not in part, name
            assert b"instrText" not in part, name
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(p.itertext()) for p in document.iter() if p.tag.endswith("}p"))


def actions_of(pdf: bytes) -> list[str]:
    """Return everything in a PDF that would run, open or be attached."""
    kinds = {"/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}
    keys = {"/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF"}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        held = [entry for entry in document.objects if isinstance(entry, pikepdf.Dictionary)]
        actions = [key for entry in held for key in entry if key in keys]
        return actions + [str(entry["/S"]) for entry in held if str(entry.get("/S")) in kinds]


@pytest.mark.parametrize("payload", [*PAYLOADS, "a\r\nEND:VEVENT\r\nBEGIN:VALARM", 'x;y,z:"w"\\n'])
def test_a_payload_adds_nothing_to_a_calendar(client: FlaskClient, payload: str) -> None:
    plain = {"debtor-kind": "professional", "debtor-name": "Boulangerie", "invoices-0-number": "F1",
             "invoices-0-amount": "1200", "invoices-0-due_on": "2026-05-31", "dated_on": "2026-11-21"}  # fmt: skip

    def shape(fields: dict[str, str]) -> list[tuple[str, list[str]]]:
        answer = client.post("/api/calendrier.ics", data=fields)
        assert answer.status_code == 200
        return [(part.name, sorted(part.keys())) for part in Calendar.from_ical(answer.data).walk()]

    named = {"debtor-name": payload, "invoices-0-number": payload[:40]}
    assert shape(plain | named) == shape(plain)


def test_a_payload_adds_no_addressee_to_a_mailto_link(client: FlaskClient) -> None:
    kind = CATALOGUE["relance-1"]
    fields = answers(kind) | {
        "invoices-0-number": "F1&bcc=x@y.fr?to=z",
        "creditor-name": "A&cc=x@y.fr",
    }
    page = client.post("/api/formulaires/relance-1", data=fields | {"review": "yes"}).text
    (link,) = re.findall(r'href="(mailto:[^"]*)"', page)
    parts = urlsplit(link.replace("&amp;", "&"))
    assert parts.path == ""
    assert set(parse_qs(parts.query)) == {"subject", "body"}


# Characters.

TRICKS = {
    "right to left": "a\u202eb", "isolate": "a\u2066b", "bell": "a\x07b", "nought": "a\x00b",
    "escape": "a\x1b[2Jb", "emoji": "a😀b", "flag": "a🇫🇷b", "tag": "a\U000e0041b", "joiner": "a\u200db",
    "zero width": "a\u200bb", "soft hyphen": "a\u00adb", "full width": "１２", "half a character": "a\ud83db",
    "no character": "a\ufffeb", "grapheme joiner": "a\u034fb", "filler": "a\u3164b", "selector": "a\ufe0fb",
    "next line": "a\x85b", "line separator": "a\u2028b", "lost": "a\ufffdb", "piled": "a" + "\u0301" * 12,
    "private": "a\ue000b", "annotation": "a\ufff9b", "noncharacter": "a\U0010ffffb",
}  # fmt: skip
MEANINGLESS = {"zero width", "soft hyphen"}
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u034f\u115f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                  "\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff-\uffff\U0001f000-\U0010ffff１２]|\u0301{3}")  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("slug", ["mise-en-demeure", "echeancier"])
def test_an_invisible_character_is_refused_or_left_out(
    client: FlaskClient, slug: str, trick: str
) -> None:
    kind = CATALOGUE[slug]
    everywhere = dict.fromkeys(questions_of(kind), TRICKS[trick])
    wrong = refused(client.post(f"/api/lettres/{slug}.txt", json=everywhere))
    letter = client.post(f"/api/lettres/{slug}.txt", json=in_own_words(kind, TRICKS[trick]))
    if trick in MEANINGLESS:  # what comes with a copied text, and is left out
        assert letter.status_code == 200
        assert "ab" in letter.text
        assert not UNSEEN.search(letter.text)
    else:
        assert letter.status_code == 422
        words = {
            name for name, question in questions_of(kind).items() if not isinstance(question, Yes)
        }
        assert words - wrong.keys() == set()


def test_usual_accents_are_kept(client: FlaskClient) -> None:
    fields = answers() | {"note": "Ệ, ngo\u0302\u0323, cœur, Łódź, Dvořák, naïveté"}
    assert "Dvořák, naïveté" in client.post(TEXT, data=fields).text


# Numbers and shapes.


def multipart(part: str, times: int = 1) -> bytes:
    return (f"--x\r\n{part}\r\n" * times + "--x--\r\n").encode()


FIELD = 'Content-Disposition: form-data; name="a"\r\n\r\n1'
PARTS = "multipart/form-data; boundary=x"
BODIES: dict[str, tuple[str, bytes, set[int]]] = {
    "a bottomless object": (JSON, b'{"a":' * 50_000, {400}),
    "a bottomless list": (JSON, b"[" * 125_000 + b"]" * 125_000, {400}),
    "a deep object, closed": (JSON, b'{"a":' * 40_000 + b"1" + b"}" * 40_000, {400}),
    "a flood of keys": (JSON, json.dumps({f"k{i}": "" for i in range(18_000)}).encode(), {413}),
    "a flood of rows": (JSON, b'{"invoices":[' + b"{}," * 80_000 + b"{}]}", {413}),
    "an endless number": (JSON, b'{"note":' + b"9" * 250_000 + b"}", {400}),
    "a number too large": (JSON, b'{"note":1e999999}', {422}),
    "no number": (JSON, b'{"note":NaN,"place":-Infinity}', {422}),
    "an endless name over many answers": (
        JSON,
        json.dumps({"k" * 100_000: {str(i): 1 for i in range(4_990)}}).encode(),
        {422},
    ),
    "the same key twice": (JSON, b'{"place":"Lyon","place":{"a":1}}', {422}),
    "half a character": (JSON, b'{"\\udead":"\\ud800"}', {422}),
    "another alphabet": (JSON, '{"place":"é"}'.encode("latin-1"), {400}),
    "an unknown alphabet": (JSON + "; charset=nonsense", b'{"place":"\xe9"}', {400}),
    "nothing at all": (JSON, b"", {400}),
    "a packed body": (JSON, gzip.compress(b"{}"), {415}),
    "a packed form": (FORM, gzip.compress(b"a=1" * 9_999), {415}),
    "a flood of pairs": (FORM, b"&".join([b"a=1"] * 60_000), {413}),
    "a flood of nothing": (FORM, b"&" * 250_000, {413}),
    "broken escapes": (FORM, b"place=%ff%fe%00%ZZ&%ED%A0%80=1", {422}),
    "a flood of parts": (PARTS, multipart(FIELD, MOST_ANSWERS // 2 + 2_600)[:LARGEST_REQUEST], {413}),
    "a file for a field": (PARTS, multipart(FIELD.replace('"a"', '"note"; filename="n"')), {422}),
    "no boundary": ("multipart/form-data", multipart(FIELD), {422}),
    "a boundary never met": (PARTS, b"\r\n--" * 60_000, {422}),
    "a part without a name": (PARTS, multipart(FIELD.replace('; name="a"', "")), {422}),
    "a part that is none": (PARTS, multipart("Content-Disposition: ;;;\r\n\r\n1"), {422}),
    "a huge header": (PARTS, multipart("X: " + "y" * 200_000 + "\r\n" + FIELD), {413, 422}),
    "a flood of headers": (PARTS, multipart("X: y\r\n" * 30_000 + FIELD), {413, 422}),
    "another type": ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]><a>&b;</a>", {415}),
}  # fmt: skip


def sent(client: FlaskClient, kind: str, body: bytes) -> TestResponse:
    packed = {"Content-Encoding": "gzip"} if body.startswith(b"\x1f\x8b") else {}
    return client.post(TEXT, data=body, content_type=kind, headers=packed)


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused_with_its_own_status(client: FlaskClient, name: str) -> None:
    kind, body, statuses = BODIES[name]
    assert len(body) <= LARGEST_REQUEST
    answer = sent(client, kind, body)
    assert answer.status_code in statuses
    assert len(answer.data) < 4 * LARGEST_REQUEST


def cost(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs, in seconds; compare it only with one taken beside it."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(3))


def test_a_hostile_body_costs_little_more_than_an_honest_body(client: FlaskClient) -> None:
    """A hostile body takes up to four times as much; an exponential one would take thousands of times."""
    honest = cost(lambda: client.post(PAGE, data=answers()))
    for name, (kind, body, _) in BODIES.items():
        assert cost(lambda k=kind, b=body: sent(client, k, b)) < 30 * honest, name


FLOODS = {
    "accents": "\u0301" * 60_000 + "\u0323" * 60_000, "accents in turn": "\u0301\u0323" * 60_000,
    "spaces": " " * 240_000, "digits": "1" * 240_000, "groups": "1 " * 120_000, "lines": "\n" * 240_000,
    "at": "a@" * 120_000, "points": "a@" + "." * 240_000, "jamo": "\u1100\u1161\u11a8" * 26_000,
    "decomposing": "\u0344" * 120_000, "quotes": "« " * 80_000,
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_accents_costs_no_more_than_as_many_letters(flood: str) -> None:
    """Composing accents takes a time that grows as the square of their number unless the length is limited."""
    for name in (
        "note",
        "creditor-name",
        "creditor-email",
        "invoices-0-amount",
        "creditor-iban",
        "dated_on",
    ):
        text = FLOODS[flood]
        honest = cost(lambda n=name, t=text: forms.refill([(n, "a" * len(t))], LETTER, CATALOGUE))
        hostile = cost(lambda n=name, t=text: forms.refill([(n, t)], LETTER, CATALOGUE))
        assert hostile < 20 * honest, name


def patterns() -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """Yield every named pattern of the domain, with the methods its module calls on it."""
    for info in pkgutil.walk_packages(courtois.__path__, "courtois."):
        module = importlib.import_module(info.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            methods = set(re.findall(rf"\b{name}\.(fullmatch|match|search|sub|split)\(", source))
            for candidate in value if isinstance(value, tuple) else (value,):
                pattern = candidate[0] if isinstance(candidate, tuple) and candidate else candidate
                if isinstance(pattern, re.Pattern):
                    yield f"{info.name}.{name}", pattern, methods or {"fullmatch"}


SEEDS = [
    "1",
    "1 ",
    "1.",
    "1,000",
    "a",
    "a.",
    " ",
    "-0",
    "«\u00a0",
    "L. 1",
    "M. ",
    "n° 1-",
    "12 mai ",
    "\n",
    "e.i",
    "ei ",
]


def test_no_regular_expression_takes_exponential_time() -> None:
    """Eight times the text takes about eight times the time; a quadratic pattern would take sixty-four."""
    compiled = list(patterns())
    assert len(compiled) > 20

    def work(pattern: re.Pattern[str], methods: set[str], text: str) -> None:
        for method in methods:
            pattern.sub("", text) if method == "sub" else getattr(pattern, method)(text)

    for name, pattern, methods in compiled:
        for seed in SEEDS:
            short, longer = (seed * (size // len(seed)) + "\x00" for size in (2_000, 16_000))
            taken = cost(partial(work, pattern, methods, longer))
            if taken > 0.01:  # what explodes takes far more; below, the clock tells nothing
                assert taken < 30 * cost(partial(work, pattern, methods, short)), (name, seed)


def test_the_largest_allowed_letter_is_not_refused_as_a_flood(client: FlaskClient) -> None:
    """Every question is answered and every row filled: the letter is judged, not refused."""
    fields: dict[str, str] = {}
    for name in questions_of(LETTER):
        group = "payments" if "-payments-" in name else name.partition("-")[0]
        for row in range(MOST_ROWS.get(group, 1)):
            index = f"-{row}" if group in MOST_ROWS else "-0"
            fields[re.sub(r"-0(?=-[a-z_]+$)", index, name)] = "1"
    assert len(fields) > 1_000
    for way in (
        {"data": fields},
        {"json": fields},
        {"data": fields, "content_type": "multipart/form-data"},
    ):
        assert client.post(TEXT, **way).status_code == 422  # type: ignore[arg-type]


# What is written down.


def test_no_log_line_holds_what_was_sent(
    client: FlaskClient,
    failing_client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    fields = in_own_words(LETTER, "Zanzibar")
    bad = fields | {"pay_by": "Zanzibar", "invoices-0-amount": "Zanzibar"}
    with caplog.at_level(logging.DEBUG):
        for way in ("pdf", "html", "txt", "docx"):
            path = f"/api/lettres/mise-en-demeure.{way}"
            assert client.post(path, data=fields).status_code == 200
            assert client.post(path, data=bad).status_code == 422
            assert client.post(path, json=bad).status_code == 422
            assert client.post(f"{path}/Zanzibar?Zanzibar=1", data=fields).status_code == 404
        fields = in_own_words(CATALOGUE["relance-3"], "Zanzibar")
        assert failing_client.post("/api/lettres/relance-3.pdf", data=fields).status_code == 500
    assert "incident" in caplog.text
    written = caplog.text + "".join(capfd.readouterr())
    assert "Zanzibar" not in written
    assert "FR76" not in written
