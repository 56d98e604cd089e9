"""Tables of sums: columns as wide as on the sheet, headings repeated on each page, sums on the right."""

from xml.etree.ElementTree import Element

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table, _Cell, _Row

from courtois_api.word.pieces import pieces
from courtois_api.word.stylist import Stylist

WIDTH = 164  # mm, between the margins
# For so many columns, the share of the one that says what, then of each sum, in percent; the others share what is left.
SHARES: dict[int, tuple[float, float]] = {
    2: (78, 22),
    3: (56, 20),
    4: (42, 18),
    5: (34, 14.5),
    6: (28, 13.6),
}
DARK, LIGHT = ("4", "1C2536"), ("2", "C9CFDA")  # eighths of a point, colour
CROWDED = 6  # columns


def set_widths(table: Table, widths: list[Length]) -> None:
    """Fix each column, for word processors that read the grid as for those that read the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def fill(table: Table, element: Element, styles: Stylist, block: str) -> None:
    """Type the rows of a `<table>` into one of as many rows and columns."""
    set_widths(table, _widths(next(element.iter("tr"))))
    crowded = block == "annex" or len(table.columns) >= CROWDED
    kinds = [(part.tag, row) for part in element for row in part]
    feet = sum(kind == "tfoot" for kind, _ in kinds)
    for place, (kind, source) in enumerate(kinds):
        row = table.rows[place]
        _never_cut(row, heading=kind == "thead")
        first_foot = kind == "tfoot" and kinds[place - 1][0] != "tfoot"
        # the sum stays with what it adds up
        kept = len(kinds) - feet - 1 <= place < len(kinds) - 1 and feet > 0
        for cell, told in _cells(row, source):
            _write(cell, told, kind, styles, small=crowded, bold=source.get("class") == "total")
            if kept:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            if kind == "thead":
                _edge(cell, "bottom", DARK)
            elif first_foot:
                _edge(cell, "top", DARK)
            elif kind == "tbody":
                _edge(cell, "bottom", LIGHT)


def _cells(row: _Row, source: Element) -> list[tuple[_Cell, Element]]:
    """Each told cell with the one that receives it, joined to its neighbours where it spans several."""
    found, column = [], 0
    cells = row.cells
    for told in source:
        span = int(told.get("colspan", "1"))
        cell = cells[column]
        found.append((cell.merge(cells[column + span - 1]) if span > 1 else cell, told))
        column += span
    return found


def _write(
    cell: _Cell, told: Element, kind: str, styles: Stylist, *, small: bool, bold: bool
) -> None:
    paragraph = cell.paragraphs[0]
    summed = "sum" in told.get("class", "").split()
    base = "tfoot" if kind == "tfoot" else told.tag
    name = f"{'small' if small else ''}{base}{'sum' if summed else ''}"
    styles.dress(paragraph, Element("p", {"class": name}), "")
    styles.write(paragraph, pieces(told))
    for run in paragraph.runs if bold else ():
        run.bold = True


def _widths(heading: Element) -> list[Length]:
    """The first column says what; where none does, all share alike what the sums leave."""
    count = len(heading)
    what, each_sum = SHARES.get(count, (100 / count, 100 / count))
    kinds = [cell.get("class") for cell in heading]
    sums, others = kinds.count("sum"), kinds.count(None)
    left = 100 - each_sum * sums
    if others == 0:
        what = left
    elif "what" not in kinds:
        what = 0
    share = {"sum": each_sum, "what": what, None: (left - what) / (others or 1)}
    return [Mm(WIDTH * share[kind] / 100) for kind in kinds]


def _never_cut(row: _Row, *, heading: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _edge(cell: _Cell, side: str, line: tuple[str, str]) -> None:
    """Draw one side of a cell."""
    size, colour = line
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:tcBorders")
    borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)
