"""Write a letter's blocks one after the other: paragraphs, tables, and blocks that stand side by side.

What must keep its place while the letter is edited (the addressee in the window, two signatures, the QR) is
in a table without borders, which every word processor opens alike.
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

from courtois_api.word.cursor import Cursor
from courtois_api.word.runs import Run, runs
from courtois_api.word.styles import Styles
from courtois_api.word.tables import fill, set_widths

BlockWriter: TypeAlias = Callable[[Element, Cursor], None]

# Widths in mm: what follows the first column begins where the window of a DL envelope does, at x 105.
HEAD_WIDTHS = (81, 85)
HEAD_HEIGHT = Mm(72.5)
ACCOUNT_WIDTHS = (139, 25)
SIGNATURE_WIDTHS = (66, 98)
QR = Mm(21)
SPACE_AFTER_ACCOUNT = Mm(3)


class LetterWriter:
    """Writes one letter into an empty document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = Styles(document)
        self._by_class: dict[str, BlockWriter] = {
            "head": self._head,
            "dateline": self._dateline,
            "pay": self._pay,
            "both": self._both,
            "annex": self._annex,
            "close": self._close,
        }
        self._by_tag: dict[str, BlockWriter] = {
            "table": self._table,
            "dl": self._definitions,
            "ul": self._items,
        }

    def write(self, letter: Element) -> None:
        """Write everything, then a paragraph after a last table: a word processor would add one."""
        cursor = Cursor(self._document)
        self._blocks(letter, cursor)
        if isinstance(cursor.last, Table):
            self._gap(cursor)

    def _blocks(self, element: Element, cursor: Cursor) -> None:
        """Write each child; the paragraphs of a block that has a style take it."""
        outer = cursor.block
        for name in element.get("class", "").split():
            cursor.block = name if self._styles.has(name) else cursor.block
        for child in element:
            self._block(child, cursor)
        cursor.block = outer

    def _block(self, element: Element, cursor: Cursor) -> None:
        by_class = [self._by_class.get(name) for name in element.get("class", "").split()]
        write = next(filter(None, by_class), None) or self._by_tag.get(element.tag)
        if write:
            write(element, cursor)
        elif element.tag in ("p", "h1", "h2", "h3"):
            self._paragraph(element, cursor)
        else:
            self._blocks(element, cursor)

    def _paragraph(self, element: Element, cursor: Cursor) -> Paragraph:
        paragraph = cursor.paragraph()
        self._styles.apply(paragraph, element, cursor.block)
        words = runs(element)
        if cursor.block == "memo" and element.tag == "h1":  # the sheet's ::first-letter
            words = [Run(words[0].text[:1].upper() + words[0].text[1:]), *words[1:]]
        self._styles.write(paragraph, words)
        if "rule" in element.get("class", "").split():
            paragraph.add_run("\t")
        return paragraph

    def _side_by_side(self, cursor: Cursor, widths: Iterable[int]) -> tuple[Table, list[Cursor]]:
        """Add a table of one row, and return it with a cursor in each cell."""
        self._separate(cursor)
        lengths: list[Length] = [Mm(width) for width in widths]
        table = cursor.table(1, len(lengths))
        set_widths(table, lengths)
        return table, [Cursor(cell, cursor.block) for cell in table.rows[0].cells]

    def _head(self, element: Element, cursor: Cursor) -> None:
        """The sender, then the addressee in the window; the rest begins at y 90.5 of the sheet."""
        table, (left, right) = self._side_by_side(cursor, HEAD_WIDTHS)
        table.rows[0].height, table.rows[0].height_rule = HEAD_HEIGHT, WD_ROW_HEIGHT_RULE.AT_LEAST
        sender, addressee = element
        self._blocks(sender, left)
        self._block(addressee, right)

    def _dateline(self, element: Element, cursor: Cursor) -> None:
        """The channel on the left, the place and day on the right, on one line."""
        paragraph = cursor.paragraph()
        paragraph.paragraph_format.space_before = Mm(0)
        self._styles.apply(paragraph, element, cursor.block)
        *channels, day = element
        for channel in channels:
            self._styles.write(paragraph, [Run(run.text, style="via") for run in runs(channel)])
        paragraph.add_run("\t")
        self._styles.write(paragraph, runs(day))

    def _pay(self, element: Element, cursor: Cursor) -> None:
        """The account, with the QR on its right when there is one."""
        image, account = element.find(".//img"), next(element.iter("dl"))
        if image is None:
            self._definitions(account, cursor)
            self._space_after(cursor, SPACE_AFTER_ACCOUNT)
            return
        _, (left, right) = self._side_by_side(cursor, ACCOUNT_WIDTHS)
        self._definitions(account, left)
        self._picture(image, right)

    def _picture(self, image: Element, cursor: Cursor) -> None:
        paragraph = cursor.paragraph()
        self._styles.apply(paragraph, Element("p", {"class": "qr"}), cursor.block)
        png = b64decode(image.get("src", "").partition(",")[2])
        picture = paragraph.add_run().add_picture(BytesIO(png), width=QR)
        picture._inline.docPr.set("descr", image.get("alt", ""))

    def _both(self, element: Element, cursor: Cursor) -> None:
        """Two signatures."""
        _, columns = self._side_by_side(cursor, SIGNATURE_WIDTHS)
        for party, column in zip(element, columns, strict=True):
            self._blocks(party, column)

    def _annex(self, element: Element, cursor: Cursor) -> None:
        """The annex, on a page of its own."""
        title, *_ = element
        outer, cursor.block = cursor.block, "annex"
        self._paragraph(title, cursor).paragraph_format.page_break_before = True
        for child in element[1:]:
            self._block(child, cursor)
        cursor.block = outer

    def _close(self, element: Element, cursor: Cursor) -> None:
        """The signature, never alone on a page."""
        cursor.keep_with_next()
        self._blocks(element, cursor)

    def _table(self, element: Element, cursor: Cursor) -> None:
        self._separate(cursor)
        rows = [row for part in element for row in part]
        fill(cursor.table(len(rows), len(rows[0])), element, self._styles, cursor.block)

    def _definitions(self, element: Element, cursor: Cursor) -> None:
        """« Titulaire ⇥ Camille Perrin », one per line."""
        for name, value in zip(element.iter("dt"), element.iter("dd"), strict=True):
            paragraph = cursor.paragraph()
            self._styles.apply(paragraph, element, cursor.block)
            self._styles.write(paragraph, [Run(run.text, style="dt") for run in runs(name)])
            paragraph.add_run("\t")
            self._styles.write(paragraph, runs(value))

    def _items(self, element: Element, cursor: Cursor) -> None:
        for item in element:
            paragraph = cursor.paragraph()
            self._styles.apply(paragraph, item, cursor.block)
            self._styles.write(paragraph, runs(item))

    def _separate(self, cursor: Cursor) -> None:
        """Two tables that touch would become one."""
        if isinstance(cursor.last, Table):
            self._gap(cursor)

    def _gap(self, cursor: Cursor) -> None:
        self._styles.apply(cursor.paragraph(), Element("p", {"class": "gap"}), "")

    def _space_after(self, cursor: Cursor, space: Length) -> None:
        if isinstance(cursor.last, Paragraph):
            cursor.last.paragraph_format.space_after = space
