"""A letter's HTML as plain text, to paste in an e-mail or to have read aloud.

It knows the few elements our own letters use, written so that an XML parser reads them (`<br/>`).
A table becomes one line for each row, each cell after its heading: columns do not survive an e-mail.
"""

from xml.etree.ElementTree import Element, fromstring

SILENT = "data-silent"  # on what is drawn but not read: rules, the QR, the place to sign
CONTAINERS = {"div", "section", "article", "header", "footer", "details"}


def plain_text(fragment: str) -> str:
    """Turn a letter's fragment into text, paragraphs parted by a blank line.

    >>> plain_text("<article><p>Madame,</p><ul><li>un</li><li>deux</li></ul></article>")
    'Madame,\\n\\n– un\\n– deux\\n'
    """
    return "\n\n".join(_blocks(fromstring(fragment))) + "\n"


def _blocks(element: Element) -> list[str]:
    if SILENT in element.attrib:
        return []
    if element.tag in CONTAINERS:
        return [block for child in element for block in _blocks(child)]
    writers = {"table": _table, "dl": _pairs, "ul": _items, "ol": _items}
    text = writers.get(element.tag, _inline)(element)
    return [text] if text else []


def _inline(element: Element) -> str:
    """Text of an element: spaces folded, as a browser does, no-break ones kept; `<br/>` breaks."""
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "br" else _raw(child))
        parts.append((child.tail or "").lstrip() if child.tag == "br" else child.tail or "")
    lines = "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)
    return "\n".join(" ".join(line.split(" ")).strip() for line in _folded(lines).split("\n"))


def _raw(element: Element) -> str:
    return "" if SILENT in element.attrib else _inline_kept(element)


def _inline_kept(element: Element) -> str:
    inner = (element.text or "") + "".join(_raw(child) + (child.tail or "") for child in element)
    return inner.replace("\n", " ")


def _folded(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _items(element: Element) -> str:
    return "\n".join(f"– {_inline(item)}" for item in element)


def _pairs(element: Element) -> str:
    names = [_inline(name) for name in element.iter("dt")]
    values = [_inline(value) for value in element.iter("dd")]
    return "\n".join(f"{name}\u00a0: {value}" for name, value in zip(names, values, strict=True))


def _table(element: Element) -> str:
    headings = [_inline(cell) for cell in element.iterfind("thead/tr/th")]
    lines = [_row(headings, row) for row in element.iterfind("tbody/tr")]
    return "\n".join(lines + [_total(row) for row in element.iterfind("tfoot/tr")])


def _row(headings: list[str], row: Element) -> str:
    cells = [_inline(cell).replace("\n", ", ") for cell in row]
    if len(cells) == 2:  # a label and an amount: the heading would add nothing
        return _total(row)
    named = zip(headings[1:], cells[1:], strict=True)
    pairs = [f"{head[:1].lower()}{head[1:]}\u00a0: {cell}" for head, cell in named]
    return f"– {cells[0]}" + "".join(f"\u202f; {pair}" for pair in pairs)


def _total(row: Element) -> str:
    *labels, amount = [text for cell in row if (text := _inline(cell))]
    equals = "\u00a0= " if any("\u00a0:" in text for text in labels) else "\u00a0: "
    return equals.join(["\u00a0: ".join(labels), amount])
