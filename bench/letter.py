"""The letters every engine draws: answers, our HTML, and the same words as plain blocks.

Made once into a folder, so that no engine pays for another's preparation:

    <n>.json         the answers, under the form's own names
    <n>.html         the document our press draws, stylesheet not linked
    <n>.linked.html  the same, its stylesheet linked: for a browser
    <n>.blocks.json  the same words in the same order, for engines that read no HTML
    <n>.png          the QR
    <n>.docx         the same letter as our own word processor types it
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from courtois import forms
from courtois.letter.compose import Letter
from courtois.service import LetterService
from courtois_api.word import WordProcessor

TEMPLATES = Path("templates")
KIND = "relance-3"
DAY = date(2026, 11, 22)
CASES = 200
NAMES = ("Boulangerie Moderne", "Atelier du Lac", "Garage Lemoine", "Éditions du Héron", "Café Zoé")
SERVICES = ("refonte du site internet", "reportage photographique", "traduction d’un catalogue")


def answers(n: int, invoices: int = 2, **more: Any) -> dict[str, Any]:
    """The nth case: no two have the same client, numbers or sums."""
    told: dict[str, Any] = json.loads(json.dumps(LetterService(TEMPLATES).catalogue[KIND].example))
    told["creditor"]["bic"] = "AGRIFRPP"
    told["debtor"]["name"] = f"{NAMES[n % len(NAMES)]} {n + 1}"
    told["invoices"] = [_invoice(n, i) for i in range(invoices)]
    told |= {
        "letter": KIND,
        "qr": True,
        "dated_on": "2026-11-21",
        "pay_by": "2026-12-07",
        "earlier": [],
    }
    return told | more


def _invoice(n: int, i: int) -> dict[str, Any]:
    invoice: dict[str, Any] = {
        "number": f"F2026-{n + 1:03d}-{i + 1}",
        "service": SERVICES[(n + i) % len(SERVICES)],
        "nature": "service",
        "issued_on": f"2026-0{1 + (n + i) % 6}-05",
        "due_on": f"2026-0{2 + (n + i) % 6}-04",
        "performed_on": f"2026-0{1 + (n + i) % 6}-02",
        "amount": f"{900 + 37 * n + 11 * i},50",
    }
    if i % 2:
        invoice["payments"] = [{"paid_on": "2026-08-15", "amount": f"{100 + n},00"}]
    return invoice


def longest() -> dict[str, Any]:
    """The longest legal letter: every field full, and a décompte of four hundred lines."""
    numbers = [f"F{i:02d}" + "W" * 37 for i in range(50)]
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


def write(desk: LetterService, told: dict[str, Any]) -> Letter:
    """Answers to a letter, as the function does it."""
    kind, said = desk.catalogue[told["letter"]], {**told}
    said.pop("letter")
    return desk.letter(desk.read(forms.flatten(said), kind, DAY), kind)


def prepare(folder: Path, count: int) -> list[str]:
    """Write everything the engines take; the names of the letters drawn one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    desk, word = LetterService(TEMPLATES), WordProcessor(TEMPLATES)
    for n in range(count):
        told = answers(n)
        words = str(desk.renderer.letter(_both(desk, folder, str(n), told)))
        (folder / f"{n}.docx").write_bytes(word.convert(words, author="", day=DAY))
        told_in_blocks = [*blocks(fromstring(words), folder / f"{n}.png")]
        _save(folder / f"{n}.blocks.json", json.dumps(told_in_blocks))
    _both(desk, folder, "longest", longest())
    several = {f"invoices-{count}": answers(0, invoices=count) for count in (1, 5, 10, 50)}
    models = {f"model-{one.slug}": {**one.example, "letter": one.slug} for one in desk.catalogue}
    for name, told in (several | models).items():
        _both(desk, folder, name, told)
    return [*several, *models]


def _both(desk: LetterService, folder: Path, name: str, told: dict[str, Any]) -> Letter:
    """Write a case and its document."""
    letter = write(desk, told)
    linked = (TEMPLATES / "sheet/letter.css").resolve().as_uri()
    _save(folder / f"{name}.json", json.dumps(told))
    _save(folder / f"{name}.html", desk.renderer.document(letter, ""))
    _save(folder / f"{name}.linked.html", desk.renderer.document(letter, linked))
    return letter


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def blocks(element: Element, qr: Path) -> Iterator[dict[str, Any]]:
    """The letter as a list: lines of the sender and of the window, paragraphs, rows, pairs; the QR in a file."""
    name = element.get("class", "").split(" ")[0]
    if name in ("sender", "addressee", "signature"):
        yield {"kind": name, "lines": [*filter(None, _text(element).split("\n"))]}
    elif element.tag == "table":
        rows = [[_text(cell) for cell in row] for row in element.iter("tr")]
        yield {"kind": "table", "rows": rows}
    elif element.tag == "dl":
        yield {
            "kind": "pairs",
            "rows": [[_text(term), _text(told)] for term, told in _two(element)],
        }
    elif element.tag == "img":
        yield {"kind": "qr", "file": qr.as_posix()}
        qr.write_bytes(b64decode(element.get("src", "").partition(",")[2]))
    elif element.tag in ("p", "h1"):
        yield {"kind": name or "p", "text": _text(element).replace("\n", " ")}
    else:
        for child in element:
            yield from blocks(child, qr)


def _two(element: Element) -> Iterator[tuple[Element, Element]]:
    children = iter(element)
    return zip(children, children, strict=True)


def _text(element: Element) -> str:
    """The words, a line a paragraph or a break."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag in ("br", "p") else "", _text(child), child.tail or ""]
    return "\n".join(line.strip(" ") for line in "".join(parts).strip("\n").split("\n"))
