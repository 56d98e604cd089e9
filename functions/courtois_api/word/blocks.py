"""Typing a letter's blocks one after the other: paragraphs, tables, and the few that stand side by side.

What must keep its place while the letter is edited (the addressee in the window, the two who sign,
the QR) stands in a table without rules: any word processor opens it alike.
"""

from base64 import b64decode
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TypeAlias
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Length, Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from courtois_api.word.figures import fill, set_widths
from courtois_api.word.pieces import Piece, pieces
from courtois_api.word.place import Place
from courtois_api.word.stylist import Stylist

Typed: TypeAlias = Callable[[Element, Place], None]

HEAD = (
    81,
    85,
)  # mm: what follows the first column begins where a DL window does, x 105 of the sheet
HEAD_HEIGHT = Mm(72.5)
WITH_QR = (139, 25)
BOTH = (66, 98)
QR = Mm(21)
AFTER_ACCOUNT = Mm(3)


class Typist:
    """Types one letter into an empty document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = Stylist(document)
        self._by_class: dict[str, Typed] = {
            "head": self._head,
            "dateline": self._dateline,
            "pay": self._pay,
            "both": self._both,
            "annex": self._annex,
            "close": self._close,
        }
        self._by_tag: dict[str, Typed] = {
            "table": self._figures,
            "dl": self._pairs,
            "ul": self._items,
        }

    def type(self, letter: Element) -> None:
        """Type everything. A document never ends with a table: a word processor would mend it."""
        place = Place(self._document)
        self._blocks(letter, place)
        if isinstance(place.last, Table):
            self._gap(place)

    def _blocks(self, element: Element, place: Place) -> None:
        """Type each child; the paragraphs of a block that has a style take it."""
        outer = place.block
        for name in element.get("class", "").split():
            place.block = name if self._styles.knows(name) else place.block
        for child in element:
            self._block(child, place)
        place.block = outer

    def _block(self, element: Element, place: Place) -> None:
        special = [self._by_class.get(name) for name in element.get("class", "").split()]
        typed = next(filter(None, special), None) or self._by_tag.get(element.tag)
        if typed:
            typed(element, place)
        elif element.tag in ("p", "h1", "h2", "h3"):
            self._paragraph(element, place)
        else:
            self._blocks(element, place)

    def _paragraph(self, element: Element, place: Place) -> Paragraph:
        made = place.paragraph()
        self._styles.dress(made, element, place.block)
        told = pieces(element)
        if place.block == "memo" and element.tag == "h1":  # the sheet's ::first-letter
            told = [Piece(told[0].text[:1].upper() + told[0].text[1:]), *told[1:]]
        self._styles.write(made, told)
        if "rule" in element.get("class", "").split():
            made.add_run("\t")
        return made

    def _side_by_side(self, place: Place, widths: Iterable[int]) -> tuple[Table, list[Place]]:
        self._apart(place)
        table = place.table(1, len(list(widths)))
        set_widths(table, [Mm(width) for width in widths])
        return table, [Place(cell, place.block) for cell in table.rows[0].cells]

    def _head(self, element: Element, place: Place) -> None:
        """The sender, then the addressee in the window; the rest begins at y 90.5 of the sheet."""
        table, (left, right) = self._side_by_side(place, HEAD)
        table.rows[0].height, table.rows[0].height_rule = HEAD_HEIGHT, WD_ROW_HEIGHT_RULE.AT_LEAST
        sender, addressee = element
        self._blocks(sender, left)
        self._block(addressee, right)

    def _dateline(self, element: Element, place: Place) -> None:
        """How it travels on the left, the place and day on the right, on one line."""
        made = place.paragraph()
        made.paragraph_format.space_before = Mm(0)
        self._styles.dress(made, element, place.block)
        *via, day = element
        for told in via:
            self._styles.write(made, [Piece(p.text, style="via") for p in pieces(told)])
        made.add_run("\t")
        self._styles.write(made, pieces(day))

    def _pay(self, element: Element, place: Place) -> None:
        """The account; the QR on its right when asked for."""
        image, account = element.find(".//img"), next(element.iter("dl"))
        if image is None:
            self._pairs(account, place)
            self._after(place, AFTER_ACCOUNT)
            return
        _, (left, right) = self._side_by_side(place, WITH_QR)
        self._pairs(account, left)
        self._picture(image, right)

    def _picture(self, image: Element, place: Place) -> None:
        made = place.paragraph()
        self._styles.dress(made, Element("p", {"class": "qr"}), place.block)
        png = b64decode(image.get("src", "").partition(",")[2])
        picture = made.add_run().add_picture(BytesIO(png), width=QR)
        picture._inline.docPr.set("descr", image.get("alt", ""))

    def _both(self, element: Element, place: Place) -> None:
        """The two who sign."""
        _, columns = self._side_by_side(place, BOTH)
        for party, column in zip(element, columns, strict=True):
            self._blocks(party, column)

    def _annex(self, element: Element, place: Place) -> None:
        """What goes with the letter, on its own page."""
        title, *_ = element
        outer, place.block = place.block, "annex"
        self._paragraph(title, place).paragraph_format.page_break_before = True
        for child in element[1:]:
            self._block(child, place)
        place.block = outer

    def _close(self, element: Element, place: Place) -> None:
        """Never alone on a page."""
        place.keep_with_next()
        self._blocks(element, place)

    def _figures(self, element: Element, place: Place) -> None:
        self._apart(place)
        rows = [row for part in element for row in part]
        columns = len(rows[0])
        fill(place.table(len(rows), columns), element, self._styles, place.block)

    def _pairs(self, element: Element, place: Place) -> None:
        """« Titulaire ⇥ Camille Perrin », one a line."""
        for name, value in zip(element.iter("dt"), element.iter("dd"), strict=True):
            made = place.paragraph()
            self._styles.dress(made, element, place.block)
            self._styles.write(made, [Piece(p.text, style="dt") for p in pieces(name)])
            made.add_run("\t")
            self._styles.write(made, pieces(value))

    def _items(self, element: Element, place: Place) -> None:
        for item in element:
            made = place.paragraph()
            self._styles.dress(made, item, place.block)
            self._styles.write(made, pieces(item))

    def _apart(self, place: Place) -> None:
        """Two tables that touch would become one."""
        if isinstance(place.last, Table):
            self._gap(place)

    def _gap(self, place: Place) -> None:
        self._styles.dress(place.paragraph(), Element("p", {"class": "gap"}), "")

    def _after(self, place: Place, room: Length) -> None:
        if isinstance(place.last, Paragraph):
            place.last.paragraph_format.space_after = room
