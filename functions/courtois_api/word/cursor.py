"""The place where the next block goes: in the document, or in a cell of a table."""

from docx.document import Document
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

SPACE_AFTER_TABLE = Mm(3.4)


class Cursor:
    """Adds blocks at the end of the document or of a cell. A new cell already has one paragraph.

    `block` is the class of the block being written, for the styles of its paragraphs.
    """

    def __init__(self, container: Document | _Cell, block: str = "") -> None:
        self._container, self.block = container, block
        self._first = container.paragraphs[0] if isinstance(container, _Cell) else None
        self.last: Paragraph | Table | None = None

    def paragraph(self) -> Paragraph:
        """Add a paragraph, a little lower after a table."""
        is_after_table = isinstance(self.last, Table)
        paragraph, self._first = self._first or self._container.add_paragraph(), None
        if is_after_table:
            paragraph.paragraph_format.space_before = SPACE_AFTER_TABLE
        self.last = paragraph
        return paragraph

    def table(self, rows: int, columns: int) -> Table:
        """Add a table."""
        table: Table = self._container.add_table(rows, columns)
        table.autofit = False
        self.last = table
        return table

    def keep_with_next(self) -> None:
        """Keep the last paragraph on the same page as the next block."""
        if isinstance(self.last, Paragraph):
            self.last.paragraph_format.keep_with_next = True
