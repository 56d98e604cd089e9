"""Where blocks are typed: the document itself, or a cell of what stands side by side."""

from docx.document import Document
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

AFTER_TABLE = Mm(3.4)


class Place:
    """Where blocks go: the document, or a cell, which is born with one paragraph.

    `block` is the class of the block being typed, for the styles of its paragraphs.
    """

    def __init__(self, inside: Document | _Cell, block: str = "") -> None:
        self._inside, self.block = inside, block
        self._first = inside.paragraphs[0] if isinstance(inside, _Cell) else None
        self.last: Paragraph | Table | None = None

    def paragraph(self) -> Paragraph:
        """A new paragraph, a little lower after a table."""
        after_table = isinstance(self.last, Table)
        made, self._first = self._first or self._inside.add_paragraph(), None
        if after_table:
            made.paragraph_format.space_before = AFTER_TABLE
        self.last = made
        return made

    def table(self, rows: int, columns: int) -> Table:
        """A new table."""
        made: Table = self._inside.add_table(rows, columns)
        made.autofit = False
        self.last = made
        return made

    def keep_with_next(self) -> None:
        """What comes next never begins a page alone."""
        if isinstance(self.last, Paragraph):
            self.last.paragraph_format.keep_with_next = True
