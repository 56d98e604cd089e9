"""The longest letters that are allowed: their work is counted, never timed, and stays proportional."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import pikepdf
import pytest
from cases import EARLIER, FIRST, a_case

from courtois.case import Case, EarlierStep, Invoice
from courtois.catalogue.letters import LetterCatalogue
from courtois.checks import days_and_steps
from courtois.debt.assessment import assess
from courtois.letter.compose import compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois_api.pdf import PdfRenderer

pytestmark = pytest.mark.drawing

Work = Callable[[Case], tuple[Counter[str], int]]


def long_invoices(count: int) -> tuple[Invoice, ...]:
    """Return invoices whose fields have the greatest length and no place to break a line."""
    return tuple(
        replace(FIRST, number=f"F{i:02d}" + "W" * 37, service="Wm" * 45, order_ref="W" * 50)
        for i in range(count)
    )


def lasting(half_years: int, count: int = 1) -> tuple[Invoice, ...]:
    """Return invoices due so long before 21 November 2026 that their interest takes this many lines."""
    years, extra_half_year = divmod(half_years, 2)
    due = date(2026 - years, 12, 31) if extra_half_year == 0 else date(2026 - years, 6, 30)
    old = replace(FIRST, issued_on=due, due_on=due, performed_on=None)
    return tuple(replace(old, number=f"V{half_years}-{i}") for i in range(count))


@pytest.fixture
def work(root: Path) -> Work:
    """Return what WeasyPrint did for a letter (pages laid out, characters given to Pango) and the pages printed."""
    templates = root / "templates"
    renderer, kind = Renderer(templates), LetterCatalogue(templates)["mise-en-demeure"]
    typeface = Typeface.read(templates)

    def work_of(case: Case) -> tuple[Counter[str], int]:
        count: Counter[str] = Counter()

        def watch(frame: FrameType, event: str, _: Any) -> None:
            if event == "call" and frame.f_code.co_name == "make_page":
                count["pages"] += 1
            elif event == "call" and frame.f_code.co_name == "set_text":
                count["characters"] += len(frame.f_locals["text"])

        html = renderer.document(compose(kind, assess(case), typeface), "")
        pdf_renderer = PdfRenderer(templates)
        # The renderer's thread starts with its first document, and takes this profile.
        threading.setprofile(watch)
        try:
            drawn = pdf_renderer.draw(html)
        finally:
            threading.setprofile(None)
        with pikepdf.open(BytesIO(drawn)) as pdf:
            return count, len(pdf.pages)

    return work_of


def test_four_times_the_invoices_are_about_four_times_the_work(work: Work) -> None:
    few, _ = work(a_case(invoices=long_invoices(6)))
    many, _ = work(a_case(invoices=long_invoices(24)))
    assert few["characters"] > 10_000
    assert many["characters"] < 5 * few["characters"]


def test_a_letter_too_long_for_one_page_is_laid_out_once(work: Work) -> None:
    count, printed = work(a_case(invoices=long_invoices(50), note="Bonjour. " * 160))
    assert printed >= 8
    assert count["pages"] == printed


def test_a_statement_is_laid_out_once(work: Work) -> None:
    answers: dict[str, Any] = {"invoices": lasting(10, 5), "earlier": (), "late_rate": "legal"}
    count, printed = work(a_case(penalties="claim", annex=True, **answers))
    assert printed == 4
    assert count["pages"] <= 3 + printed  # the letter alone, on two pages then one; then the whole


def a_claim(invoices: tuple[Invoice, ...], **changes: Any) -> Case:
    answers: dict[str, Any] = {"penalties": "claim", "late_rate": "legal", "annex": True}
    return a_case(**(answers | {"invoices": invoices, "earlier": EARLIER} | changes))


def refused(
    case: Case, catalogue: LetterCatalogue, slug: str = "mise-en-demeure"
) -> dict[str, str]:
    faults = days_and_steps.length_faults(assess(case), catalogue[slug])
    return {fault.name: fault.sentence.replace("\u00a0", " ") for fault in faults}


def test_a_statement_has_400_lines_at_most(catalogue: LetterCatalogue) -> None:
    """Eight half-years each, from 2023 to 2026."""
    just, more = lasting(8, 50), (*lasting(8, 49), *lasting(9))
    assert refused(a_claim(just), catalogue) == {}
    (sentence,) = refused(a_claim(more), catalogue).values()
    assert sentence.startswith("Le décompte compterait 401 lignes, pour 400 au plus")
    assert "annex" in refused(a_claim(more), catalogue)


def test_the_limit_of_lines_holds_only_for_a_joined_statement(
    catalogue: LetterCatalogue,
) -> None:
    more = lasting(11, 50)
    assert refused(a_claim(more, annex=False), catalogue) == {}
    assert refused(a_claim(more), catalogue, "echeancier") == {}


def test_past_steps_name_invoices_500_times_at_most(catalogue: LetterCatalogue) -> None:
    """Steps by one channel about the same invoices name them once; another channel names them again."""
    numbers = tuple(f"F{i}" for i in range(50))
    # 50 + 49 + … + 39 invoices.
    steps = [
        EarlierStep("relance-2", date(2026, 7, 1 + i), "post", invoices=numbers[i:])
        for i in range(12)
    ]
    faults = refused(a_case(earlier=tuple(steps)), catalogue)
    assert faults["earlier"].startswith("Vos démarches nommeraient 534 fois une facture")
    assert refused(a_case(earlier=tuple(steps[:11])), catalogue) == {}
    alike = [replace(step, invoices=numbers) for step in steps]
    assert refused(a_case(earlier=tuple(alike)), catalogue) == {}
    assert Decimal(len(numbers) * len(alike)) > days_and_steps.MOST_RECALLED


def test_no_rule_of_the_letter_sets_font_features(root: Path) -> None:
    """With a rule, WeasyPrint 70 never frees the list of features that it makes for each line of text."""
    sheets = sorted((root / "templates/sheet").glob("*.css"))
    faces = re.compile(r"@font-face\s*\{[^}]*\}")
    sheets_without_faces = {
        sheet.name: faces.sub("", sheet.read_text(encoding="utf-8")) for sheet in sheets
    }
    assert {"letter.css", "numbered.css", "tight.css"} <= set(sheets_without_faces)
    assert [
        name
        for name, rules in sheets_without_faces.items()
        if re.search("font-(feature|variant)", rules)
    ] == []
