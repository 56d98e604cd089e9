"""Tables of sums: columns as wide as on the sheet, headings repeated on each page, sums on the right."""

from xml.etree.ElementTree import Element

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table, _Cell, _Row

from courtois_api.word.runs import runs
from courtois_api.word.styles import Styles

TEXT_WIDTH = 164  # mm, between the margins
# Column widths in percent by number of columns: (label column, amount column); others share what is left.
COLUMN_SHARES: dict[int, tuple[float, float]] = {
    2: (78, 22),
    3: (56, 20),
    4: (42, 18),
    5: (34, 14.5),
    6: (28, 13.6),
}
DARK, LIGHT = ("4", "1C2536"), ("2", "C9CFDA")  # eighths of a point, colour
MANY_COLUMNS = 6  # from there on the text is small


def set_widths(table: Table, widths: list[Length]) -> None:
    """Fix each column: some word processors read the grid, others the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def fill(table: Table, element: Element, styles: Styles, block: str) -> None:
    """Write the rows of a `<table>` into a table of as many rows and columns."""
    set_widths(table, _widths(next(element.iter("tr"))))
    small = block == "annex" or len(table.columns) >= MANY_COLUMNS
    parts = [part.tag for part in element for _ in part]
    sources = [source for part in element for source in part]
    for index, source in enumerate(sources):
        row, part = table.rows[index], parts[index]
        _forbid_break(row, heading=part == "thead")
        is_first_total = part == "tfoot" and parts[index - 1] != "tfoot"
        for cell, text in _cells(row, source):
            _write(cell, text, part, styles, small=small, bold=source.get("class") == "total")
            if _is_kept_with_next(parts, index):
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            if part == "thead":
                _draw_edge(cell, "bottom", DARK)
            elif is_first_total:
                _draw_edge(cell, "top", DARK)
            elif part == "tbody":
                _draw_edge(cell, "bottom", LIGHT)


def _is_kept_with_next(parts: list[str], index: int) -> bool:
    """True for each row before the last, from the last row of the body: a total stays with what it adds up."""
    totals = parts.count("tfoot")
    return totals > 0 and len(parts) - totals - 1 <= index < len(parts) - 1


def _cells(row: _Row, source: Element) -> list[tuple[_Cell, Element]]:
    """Each cell with the element that fills it; a cell that spans several columns is merged."""
    pairs, column, cells = [], 0, row.cells
    for element in source:
        span = int(element.get("colspan", "1"))
        cell = cells[column]
        pairs.append((cell.merge(cells[column + span - 1]) if span > 1 else cell, element))
        column += span
    return pairs


def _write(
    cell: _Cell, element: Element, part: str, styles: Styles, *, small: bool, bold: bool
) -> None:
    paragraph = cell.paragraphs[0]
    is_sum = "sum" in element.get("class", "").split()
    tag = "tfoot" if part == "tfoot" else element.tag
    name = f"{'small' if small else ''}{tag}{'sum' if is_sum else ''}"
    styles.apply(paragraph, Element("p", {"class": name}), "")
    styles.write(paragraph, runs(element))
    for run in paragraph.runs if bold else ():
        run.bold = True


def _widths(heading: Element) -> list[Length]:
    """The width of each column: amounts first, then the label, then the others with what is left."""
    count = len(heading)
    label, amount = COLUMN_SHARES.get(count, (100 / count, 100 / count))
    kinds = [cell.get("class") for cell in heading]
    amounts, others = kinds.count("sum"), kinds.count(None)
    left = 100 - amount * amounts
    if others == 0:
        label = left
    elif "what" not in kinds:
        label = 0
    shares = {"sum": amount, "what": label, None: (left - label) / (others or 1)}
    return [Mm(TEXT_WIDTH * shares[kind] / 100) for kind in kinds]


def _forbid_break(row: _Row, *, heading: bool) -> None:
    """Never break a row between two pages; repeat a heading on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _draw_edge(cell: _Cell, side: str, line: tuple[str, str]) -> None:
    """Draw one side of a cell."""
    size, colour = line
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:tcBorders")
    borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)
