"""ReportLab: the same words, typeface, sizes and places, by its Platypus layout. Untagged, no PDF/A."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table

FONTS = Path("templates/sheet/fonts")
PLAIN = ParagraphStyle("plain", fontName="Regular", fontSize=10, leading=13, spaceAfter=5)
BOLD = ParagraphStyle("bold", PLAIN, fontName="Semibold")
SMALL = ParagraphStyle("small", PLAIN, fontSize=9.4, leading=12, spaceAfter=0)
RULE = [("LINEBELOW", (0, 0), (-1, -1), 0.25, "#c9cfda"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
MARGINS = {
    "leftMargin": 24 * mm,
    "rightMargin": 20 * mm,
    "topMargin": 18 * mm,
    "bottomMargin": 15 * mm,
}


class Engine:
    """The three fonts, registered once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("Regular", "Semibold", "It"):
            registerFont(TTFont(name, FONTS / f"SourceSerif4-{name}.ttf"))

    def take(self, name: str) -> Any:
        """The blocks."""
        return json.loads((self._folder / f"{name}.blocks.json").read_text(encoding="utf-8"))

    def draw(self, blocks: Any) -> bytes:
        """Lay the blocks out and write the file."""
        out = BytesIO()
        window = [block["lines"] for block in blocks if block["kind"] == "addressee"]

        def head(canvas: Any, _: Any) -> None:
            canvas.setFont("Regular", 10)
            for place, line in enumerate(window[0]):
                canvas.drawString(105 * mm, A4[1] - 58 * mm - place * 3.9 * mm, line)

        sheet = SimpleDocTemplate(out, pagesize=A4, **MARGINS)
        sheet.build([flow for block in blocks for flow in _flows(block)], onFirstPage=head)
        return out.getvalue()


def _flows(block: dict[str, Any]) -> Iterator[Any]:
    kind = block["kind"]
    if kind == "sender":
        yield Paragraph(_lines(block["lines"]), SMALL)
        yield Spacer(1, 66 * mm - len(block["lines"]) * 12)
    elif kind == "table":
        rows = [
            [Paragraph(_lines(cell.split("\n")), SMALL) for cell in row] for row in block["rows"]
        ]
        wide = 164 * mm / len(rows[0])
        rows[-1] = [rows[-1][0], *[""] * (len(rows[0]) - 2), rows[-1][-1]]
        yield Table(rows, colWidths=[wide] * len(rows[0]), style=RULE)
    elif kind == "pairs":
        yield Table(
            block["rows"],
            colWidths=[22 * mm, 142 * mm],
            style=[("FONT", (0, 0), (-1, -1), "Regular", 9.6)],
        )
    elif kind == "qr":
        yield Image(block["file"], 21 * mm, 21 * mm, hAlign="RIGHT")
    elif kind == "signature":
        yield Paragraph(_lines(block["lines"]), PLAIN)
    elif kind != "addressee":
        yield Paragraph(escape(block["text"]), BOLD if kind == "subject" else PLAIN)


def _lines(lines: list[str]) -> str:
    return "<br/>".join(map(escape, lines))
