"""What `make same` sees between two answers, what it leaves out, and what its cases ask."""

import gzip
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from bench.same import bodies, cases
from bench.same.calls import Offer, calls
from bench.same.differences import WORD_DOCUMENT, Difference, differences, of_tokens
from bench.same.exchange import Client, Request, Response
from bench.same.memory import Memory
from bench.same.report import Report
from bench.same.tokens import tokens, without_asset_names

LETTERS = ("conciliation", "relance-1", "relance-2", "relance-3", "mise-en-demeure", "echeancier")
OFFER = Offer(LETTERS, ("penalites", "prescription", "prochaine-etape"))
SENTENCE = "<p>Je vous prie de régler la facture <b>{}</b> sous huit jours.</p>"


def answer(
    body: str | bytes = b"", media_type: str = "text/html", status: int = 200, **headers: str
) -> Response:
    """A response with a few headers."""
    sent = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"content-type": media_type} | named, sent)


def pdf(*words: tuple[str, float, float], pages: int = 1) -> Response:
    """A PDF with words at places, in points."""
    document = pymupdf.open()
    page = document.new_page()
    for text, x, y in words:
        page.insert_text((x, y), text)
    for _ in range(pages - 1):
        document.new_page()
    return answer(document.tobytes(), "application/pdf")


def picture(*dots: tuple[int, int, int]) -> Response:
    """A white picture with some dots: column, row, grey."""
    image = Image.new("L", (20, 20), 255)
    for x, y, grey in dots:
        image.putpixel((x, y), grey)
    out = io.BytesIO()
    image.save(out, "PNG")
    return answer(out.getvalue(), "image/png")


def word_document(text: str) -> Response:
    """An archive with one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{text}</w:t></w:p>")
    return answer(out.getvalue(), WORD_DOCUMENT)


def seen(before: Response, after: Response) -> list[tuple[str, str, str]]:
    """What differs, without the words around."""
    return [
        (difference.where, difference.before, difference.after)
        for difference in differences(before, after)
    ]


def test_answers_that_are_the_same_differ_in_nothing() -> None:
    same = answer(SENTENCE.format("F1"), date="Mon", etag="1")
    assert seen(same, answer(SENTENCE.format("F1"), date="Tue", etag="2")) == []


def test_a_changed_header_is_seen() -> None:
    before, after = answer(cache_control="no-store"), answer(cache_control="no-cache")
    assert seen(before, after) == [("en-tête cache-control", "no-store", "no-cache")]
    assert seen(before, answer()) == [("en-tête cache-control", "no-store", "(absent)")]


def test_the_order_of_allowed_methods_is_no_difference() -> None:
    assert seen(answer(allow="GET, HEAD"), answer(allow="HEAD, GET")) == []


def test_names_of_assets_are_no_difference() -> None:
    page = '<link href="/static/site.css?v={0}"><script src="/static/scripts-{0}/site.js"></script>'
    before, after = page.format("98d38b8332"), page.format("1111111111")
    assert seen(answer(before), answer(after)) == []
    assert seen(answer(before), answer(after.replace("site.js", "form.js"))) != []
    assert without_asset_names("/static/site.0a1b2c3d4e.css") == "/static/site.….css"
    assert without_asset_names("facture-0a1b2c3d4e.pdf") == "facture-0a1b2c3d4e.pdf"


def test_the_content_of_a_style_sheet_is_no_difference() -> None:
    assert seen(answer("a{}", "text/css"), answer("b{}", "text/css")) == []


def test_a_packed_answer_is_unpacked_before_it_is_compared() -> None:
    packed = [
        answer(gzip.compress(b"<p>un</p>", level), content_encoding="gzip") for level in (1, 9)
    ]
    assert seen(*packed) == []
    other = answer(gzip.compress(b"<p>deux</p>"), content_encoding="gzip")
    assert seen(packed[0], other) == [("texte", "un", "deux")]


def test_ids_of_incidents_and_of_short_links_are_no_difference() -> None:
    incident = "<p>Référence\u00a0: {}.</p>"
    assert seen(answer(incident.format("0" * 12)), answer(incident.format("a" * 12))) == []
    link = '{{"id": "7{0}", "until": "2026-12-{0}"}}'
    answers = [answer(link.format(day), "application/json", 201) for day in ("01", "02")]
    assert seen(*answers) == []


def test_a_moved_word_is_seen_and_a_move_below_a_tenth_of_a_point_is_not() -> None:
    before = pdf(("Madame,", 72, 100), ("merci", 72, 120))
    assert seen(before, pdf(("Madame,", 72, 100), ("merci", 72.05, 120))) == []
    moved = differences(before, pdf(("Madame,", 72, 100), ("merci", 75, 120)))
    assert [difference.where for difference in moved] == ["place des mots", "dessin de la page 1"]
    assert "merci" in moved[0].before
    assert moved[0].trail == "(mots déplacés : 1)"


def test_a_changed_word_of_a_pdf_is_told_without_its_consequences() -> None:
    before, after = pdf(("Madame", 72, 100), ("merci", 90, 120)), pdf(("Monsieur", 72, 100))
    assert seen(before, after) == [("texte", "Madame merci", "Monsieur")]


def test_one_more_page_is_seen() -> None:
    assert seen(pdf(("a", 72, 72)), pdf(("a", 72, 72), pages=2)) == [("nombre de pages", "1", "2")]


def test_a_changed_pixel_is_seen_and_a_shade_is_not() -> None:
    assert seen(picture(), picture((3, 4, 240))) == []
    assert seen(picture(), picture((3, 4, 200))) == [
        ("image", "20 × 20 points", "diffère dans (3, 4, 4, 5)")
    ]


def test_a_word_of_a_word_document_is_seen() -> None:
    changes = differences(word_document("à vous"), word_document("à toi"))
    assert [(difference.where, difference.before, difference.after) for difference in changes] == [
        ("texte", "vous", "toi")
    ]


def test_a_status_is_told_with_what_is_wrong_and_nothing_else_of_the_body() -> None:
    problem = json.dumps({"errors": [{"name": "place", "sentence": "Indiquez une ville."}]})
    refused = answer(problem, "application/problem+json", 422)
    assert seen(answer("Madame", "text/plain"), refused) == [
        ("statut", "200", "422 : Indiquez une ville."),
        ("en-tête content-type", "text/plain", "application/problem+json"),
    ]
    assert seen(answer("<p>un</p>", status=422), answer("<p>deux</p>")) == [
        ("statut", "422", "200")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>un mot<b>s</b></p>", "<p>un mot <b>s</b></p>"),
        ("<p>un</p>", "<p>un\u00a0</p>"),
        ('<p class="a">un</p>', "<p>un</p>"),
        ("<p>1\u202f200</p>", "<p>1 200</p>"),
    ],
)
def test_a_space_or_an_attribute_of_a_page_is_seen(before: str, after: str) -> None:
    assert seen(answer(before), answer(after)) != []


def test_the_indentation_of_a_page_is_no_difference() -> None:
    assert (
        seen(answer("<ul>\n  <li>un   mot</li></ul>"), answer("<ul><li>un mot</li>\n</ul>")) == []
    )


def test_a_letter_in_a_mailto_link_is_compared_word_by_word() -> None:
    link = '<p><a class="plain" href="mailto:?body=Un%20{}%20oubli%2C%0Amerci">Ouvrir</a></p>'
    before, after = answer(link.format("simple")), answer(link.format("petit"))
    assert seen(before, after) == [("texte", "simple", "petit")]


def test_a_line_end_of_a_text_is_seen() -> None:
    assert seen(answer("a\nb", "text/plain"), answer("a b", "text/plain")) == [("texte", "⏎", "")]


def test_changes_with_few_words_between_them_are_one() -> None:
    changes = list(of_tokens("texte", list("abcdefghi"), list("aBcDefghI")))
    assert [(difference.before, difference.after) for difference in changes] == [
        ("b c d", "B c D"),
        ("i", "I"),
    ]


def test_one_changed_sentence_is_told_once_with_its_count() -> None:
    report = Report()
    for place, (kind, media_type) in enumerate(
        [
            ("lettre .html", "text/html"),
            ("lettre .txt", "text/plain"),
            ("lettre .txt", "text/plain"),
        ]
    ):
        before = SENTENCE.format(f"F{place}")
        after = before.replace("sous huit jours", f"dans les {place + 10} jours")
        if media_type == "text/plain":
            before, after = (re.sub("<[^>]*>", "", text) for text in (before, after))
        pair = answer(before, media_type), answer(after, media_type)
        report.add(Request(kind, "POST", "/x", case=place), pair, differences(*pair))
    assert len(report.groups) == 1
    lines = "\n".join(report.lines())
    assert "[1] texte : 3 réponses (lettre .txt 2, lettre .html 1)" in lines
    assert "[sous huit] jours." in lines
    assert "[dans les 10] jours." in lines


def test_days_and_figures_do_not_part_the_same_difference() -> None:
    report = Report()
    for before, after in [
        ("au 2 mars 2026 prudent", "au 5 mars 2026"),
        ("au 1<sup>er</sup> août 2027 prudent", "au <b>31 décembre 2027</b>"),
        ("au 1er\u00a0août\u00a02027 prudent", "au 31\u202fdécembre\u202f2027"),
    ]:
        report.add(
            Request("x", "GET", "/"), (answer(), answer()), [Difference("texte", before, after)]
        )
    assert len(report.groups) == 1


def test_a_header_does_not_count_as_content() -> None:
    report = Report()
    pair = answer(referrer_policy="no-referrer"), answer(referrer_policy="same-origin")
    report.add(Request("page", "GET", "/"), pair, differences(*pair))
    assert next(line for line in report.lines() if line.startswith("page")).split() == [
        "page", "1", "1", "0", "0", "1",
    ]  # fmt: skip


def test_a_silent_report_says_so() -> None:
    report = Report()
    report.add(Request("santé", "GET", "/"), (answer(), answer()), [])
    assert list(report.lines())[-1] == "Aucune différence sur 1 demandes."


def test_a_report_keeps_the_request_and_both_answers_of_each_difference(tmp_path: Path) -> None:
    report = Report()
    pair = answer("<p>un</p>"), answer("<p>deux</p>")
    request = Request("lettre .html", "POST", "/x", b"place=Lyon", {"Content-Type": "a/b"}, 7)
    report.add(request, pair, [Difference("texte", "un", "deux")])
    report.write(tmp_path)
    assert "place=Lyon" in (tmp_path / "answers/001.request.txt").read_text("utf-8")
    assert (tmp_path / "answers/001.before.html").read_text("utf-8") == "<p>un</p>"
    assert (tmp_path / "answers/001.after.html").read_text("utf-8") == "<p>deux</p>"
    (group,) = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert group["answers"][0]["request"] == "POST /x (cas 7)"


def test_the_comparison_imports_nothing_of_the_project(root: Path) -> None:
    """It compares checkouts whose trees differ: what it imported would be of one of them."""
    code = "import sys, bench.same.__main__; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    imported = run.stdout.split()
    assert "bench.same.comparison" in imported
    assert [name for name in imported if name.startswith("courtois")] == []


def test_a_number_always_draws_the_same_case() -> None:
    twice = [[list(calls(cases.draw(number, LETTERS), OFFER)) for number in (3, 77)] for _ in "ab"]
    assert twice[0] == twice[1]


def test_half_of_the_cases_are_without_a_fault() -> None:
    assert sum(not cases.draw(number, LETTERS).faults for number in range(480)) == 240


def test_nested_answers_have_arrays_where_names_have_rows() -> None:
    body, _ = bodies.nested({"invoices-0-amount": "1", "invoices-1-amount": "2", "place": "Lyon"})
    assert json.loads(body) == {"invoices": [{"amount": "1"}, {"amount": "2"}], "place": "Lyon"}


def test_cases_answer_every_question_with_every_choice(built: Path) -> None:
    """A question that a letter or a calculator asks, and that no case answers, is compared by nothing."""
    schemas = json.loads((built / "openapi.json").read_text("utf-8"))["components"]["schemas"]
    answered = answered_by(cases.draw(number, LETTERS).answers for number in range(500))
    unanswered = []
    for name, schema in schemas.items():
        if name.startswith("question."):
            question = name.removeprefix("question.")
            choices = [choice["const"] for choice in schema.get("oneOf", [])]
            unanswered += [question] * (question not in answered)
            unanswered += [
                f"{question}={value}"
                for value in choices
                if value and value not in answered.get(question, ())
            ]
    assert unanswered == []


def answered_by(cases: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    """Every value given to each question, whatever its row."""
    values: dict[str, set[str]] = {}
    for answers in cases:
        for name, value in answers.items():
            values.setdefault(re.sub(r"-\d+", "", name), set()).add(value)
    return values


def test_words_of_a_calendar_are_those_of_its_unfolded_lines() -> None:
    assert tokens(b"SUMMARY:une fac\r\n ture\r\n", "text/calendar") == [
        "SUMMARY:une",
        "facture",
        "⏎",
    ]


class Site(BaseHTTPRequestHandler):
    """Answers how many times it was asked; busy the first time when asked for `/busy`."""

    request_count = 0

    def do_GET(self) -> None:
        type(self).request_count += 1
        self.send_response(503 if self.path == "/busy" and self.request_count == 1 else 200)
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(str(self.request_count).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of a small server that closes the connection after each answer."""
    Site.request_count = 0
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Client(server.server_address[1])
        server.shutdown()
        thread.join()


def test_a_client_asks_again_while_the_server_is_busy(client: Client) -> None:
    response = client.ask(Request("", "GET", "/busy"))
    assert (response.status, response.body) == (200, b"2")


def test_the_older_checkout_answers_once_a_day(client: Client, tmp_path: Path) -> None:
    def body(day: str, path: str) -> bytes:
        with closing(Memory(tmp_path, "a81477d", day, lambda: client)) as memory:
            return memory.ask(Request("", "GET", path)).body

    first = [body("2026-11-30", path) for path in ("/a", "/a", "/b", "/a")]
    assert first == [b"1", b"1", b"2", b"1"]
    assert [body("2026-12-01", "/a"), body("2026-11-30", "/a")] == [b"3", b"4"]
