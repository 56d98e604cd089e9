"""The letters that engines draw, written once to a folder so that their preparation is not measured.

<name>.json         the answers, under the names of the form
<name>.html         the document our PDF is drawn from, without a stylesheet
<name>.linked.html  the same document with a link to its stylesheet, for a browser
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from courtois import forms
from courtois.letter.compose import Letter
from courtois.service import LetterService

TEMPLATES = Path("templates")
SLUG = "relance-3"
TODAY = date(2026, 11, 22)
CLIENTS = (
    "Boulangerie Moderne",
    "Atelier du Lac",
    "Garage Lemoine",
    "Éditions du Héron",
    "Café Zoé",
)
SERVICES = ("refonte du site internet", "reportage photographique", "traduction d’un catalogue")
INVOICES = (1, 5, 10, 50)


def answers(number: int, invoices: int = 2, **more: Any) -> dict[str, Any]:
    """Return the answers of one case; two numbers share neither client, nor invoice, nor amount."""
    case: dict[str, Any] = json.loads(json.dumps(LetterService(TEMPLATES).catalogue[SLUG].example))
    case["creditor"]["bic"] = "AGRIFRPP"
    case["debtor"]["name"] = f"{CLIENTS[number % len(CLIENTS)]} {number + 1}"
    case["invoices"] = [_invoice(number, row) for row in range(invoices)]
    case |= {
        "letter": SLUG,
        "qr": True,
        "dated_on": "2026-11-21",
        "pay_by": "2026-12-07",
        "earlier": [],
    }
    return case | more


def _invoice(number: int, row: int) -> dict[str, Any]:
    invoice: dict[str, Any] = {
        "number": f"F2026-{number + 1:03d}-{row + 1}",
        "service": SERVICES[(number + row) % len(SERVICES)],
        "nature": "service",
        "issued_on": f"2026-0{1 + (number + row) % 6}-05",
        "due_on": f"2026-0{2 + (number + row) % 6}-04",
        "performed_on": f"2026-0{1 + (number + row) % 6}-02",
        "amount": f"{900 + 37 * number + 11 * row},50",
    }
    if row % 2:
        invoice["payments"] = [{"paid_on": "2026-08-15", "amount": f"{100 + number},00"}]
    return invoice


def longest_answers() -> dict[str, Any]:
    """Return the longest letter the form accepts: every field full, and a décompte of four hundred lines."""
    numbers = [f"F{row:02d}" + "W" * 37 for row in range(50)]
    old = {"issued_on": "2023-01-01", "due_on": "2023-01-31", "performed_on": "2023-01-01"}
    full = {"service": "Wm" * 45, "nature": "service", "amount": "9 999 999,99", "credit": "1,00"}
    rows = [{"number": number, "order_ref": "W" * 50, **old, **full} for number in numbers]
    return answers(
        0,
        invoices=1,
        penalties="claim",
        late_rate="legal",
        annex=True,
        confirm_limitation=True,
        note="W\n" * 750,
    ) | {"invoices": rows}


def compose_letter(service: LetterService, case: dict[str, Any]) -> Letter:
    """Turn answers into a letter, as the function does."""
    kind = service.catalogue[case["letter"]]
    pairs = forms.flatten({name: value for name, value in case.items() if name != "letter"})
    return service.letter(service.read(pairs, kind, TODAY), kind)


def prepare(folder: Path, count: int) -> list[str]:
    """Write `count` numbered letters, the longest one, and those measured alone; return the names of the last."""
    folder.mkdir(parents=True, exist_ok=True)
    service = LetterService(TEMPLATES)
    for number in range(count):
        _write(service, folder, str(number), answers(number))
    _write(service, folder, "longest", longest_answers())
    by_size = {f"invoices-{size}": answers(0, invoices=size) for size in INVOICES}
    models = {
        f"model-{kind.slug}": {**kind.example, "letter": kind.slug} for kind in service.catalogue
    }
    for name, case in (by_size | models).items():
        _write(service, folder, name, case)
    return [*by_size, *models]


def _write(service: LetterService, folder: Path, name: str, case: dict[str, Any]) -> None:
    letter = compose_letter(service, case)
    stylesheet = (TEMPLATES / "sheet/letter.css").resolve().as_uri()
    files = {
        f"{name}.json": json.dumps(case),
        f"{name}.html": service.renderer.document(letter, ""),
        f"{name}.linked.html": service.renderer.document(letter, stylesheet),
    }
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
