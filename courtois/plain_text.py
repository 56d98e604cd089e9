"""A letter's HTML as plain text, to paste in an e-mail or to have read aloud.

It knows the few elements our own letters use. A table becomes one line a row, each cell told
with its heading, for columns do not survive an e-mail.
"""

from html.parser import HTMLParser

BLOCKS = {"p", "div", "h1", "h2", "h3", "li", "tr", "address", "header", "section", "article"}
SILENT = {"style", "script", "title", "img", "svg"}


def plain_text(html: str) -> str:
    """Turn a letter's fragment into text: paragraphs parted by a blank line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    paragraphs = [" ".join(part.split(" ")).strip() for part in reader.paragraphs()]
    return "\n\n".join(part for part in paragraphs if part) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = [""]
        self._headings: list[str] = []
        self._cells: list[str] = []
        self._in_cell = False
        self._cell_is_heading = False
        self._silent = 0
        self._tight = 0

    def paragraphs(self) -> list[str]:
        return self._parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in SILENT or "data-silent" in told:
            self._silent += tag not in {"img"}
        elif tag in ("td", "th"):
            self._in_cell = True
            self._cell_is_heading = tag == "th" and told.get("scope") == "col"
            self._cells.append("")
        elif tag == "br":
            self._write(", " if self._in_cell else "\n")
        elif tag in BLOCKS or tag in ("table", "ul", "ol", "dl", "dt"):
            self._break(tag in ("li", "dt") or (tag == "tr" and bool(self._headings)))
            if tag == "li":
                self._write("– ")
        elif tag == "dd":
            self._write(" : " if not self._parts[-1].rstrip().endswith(":") else " ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag in SILENT | {"span", "div", "p"}:
            self._silent -= 1
        elif tag in ("td", "th"):
            self._in_cell = False
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._headings = []
            self._break()
        elif tag in BLOCKS and tag not in ("li", "tr"):
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            spaced = data.replace("\n", " ")
            self._write(spaced if spaced.strip() else " ")

    def _write(self, text: str) -> None:
        if self._in_cell:
            self._cells[-1] += text
        elif text.strip() or (self._parts[-1] and not self._parts[-1].endswith((" ", "\n"))):
            start = not self._parts[-1] or self._parts[-1].endswith((" ", "\n"))
            self._parts[-1] += text.lstrip(" ") if start else text

    def _break(self, tight: bool = False) -> None:
        if tight and self._parts[-1]:
            self._parts[-1] = self._parts[-1].rstrip() + "\n"
        elif self._parts[-1].strip():
            self._parts.append("")

    def _end_row(self) -> None:
        cells = [" ".join(cell.split(" ")).strip(" ,") for cell in self._cells]
        self._cells = []
        if self._cell_is_heading:
            self._headings = cells
            self._cell_is_heading = False
        elif len(cells) == len(self._headings):
            pairs = zip(self._headings[1:], cells[1:], strict=True)
            told = "\u202f; ".join(f"{head.lower()}\u00a0: {cell}" for head, cell in pairs)
            self._parts[-1] += f"– {cells[0]}\u00a0: {told}"
        else:
            self._parts[-1] += "\u00a0: ".join(cell for cell in cells if cell)
