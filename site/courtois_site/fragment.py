"""A letter shown inside a page: no heading of the page's own rank, and tables that a phone can stack."""

import re
from html import unescape

from markupsafe import Markup, escape

_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_ARTICLE = re.compile(r"(</?)article\b")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_BODY = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td\b")
_TAG = re.compile(r"<[^>]+>")


def inside_a_page(letter: Markup) -> Markup:
    """The letter without its title, which the page bears, and each cell with its column's name.

    >>> inside_a_page(Markup('<article class="letter"><h1>Lettre</h1><p>Bonjour</p></article>'))
    Markup('<div class="letter"><p>Bonjour</p></div>')
    """
    return label_cells(_ARTICLE.sub(r"\1div", _TITLE.sub("", letter)))


def label_cells(html: str) -> Markup:
    """Give every cell under a heading its `data-label`. Anything else is left as it is.

    >>> label_cells('<table><tr><th scope="col">Du</th></tr><tbody><tr><td>1</td></tr></tbody></table>')
    Markup('<table><tr><th scope="col">Du</th></tr><tbody><tr><td data-label="Du">1</td></tr></tbody></table>')
    """
    return Markup(_TABLE.sub(lambda found: _label_table(found[0]), html))


def _label_table(table: str) -> str:
    headings = [escape(unescape(_TAG.sub(" ", text)).strip()) for text in _HEADING.findall(table)]

    def label_row(row: re.Match[str]) -> str:
        if len(_CELL.findall(row[0])) != len(headings):
            return row[0]
        told = iter(headings)
        return _CELL.sub(lambda _: f'<td data-label="{next(told)}"', row[0])

    return _BODY.sub(lambda body: _ROW.sub(label_row, body[0]), table)
