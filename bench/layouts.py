"""How many times WeasyPrint lays a letter out before the letter is drawn.

    python -m bench.layouts [LETTERS]      the average over random letters, 1,000 by default

Random letters are of all kinds, with 1 to 12 invoices each; the same command always draws the same ones.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from weasyprint import HTML

from bench.random_letters import random_letters
from bench.speed_report import describe_layouts
from courtois.service import LetterService
from courtois_api.pdf import PdfRenderer

TEMPLATES = Path("templates")
LETTERS = 1000


def layouts(letters: int) -> list[int]:
    """Draw random letters and return the number of layouts of each."""
    service, pdf_renderer = LetterService(TEMPLATES), PdfRenderer(TEMPLATES)
    counts = []
    with counted_layouts() as number:
        for letter in random_letters(service, letters):
            before = number()
            pdf_renderer.draw(service.renderer.document(letter, ""))
            counts.append(number() - before)
    return counts


@contextmanager
def counted_layouts() -> Iterator[Callable[[], int]]:
    """Count the layouts made meanwhile, in any thread."""
    render, calls = HTML.render, list[None]()

    def counted(*arguments: object, **named: object) -> object:
        calls.append(None)
        return render(*arguments, **named)

    HTML.render = counted
    try:
        yield lambda: len(calls)
    finally:
        HTML.render = render


if __name__ == "__main__":
    print(describe_layouts(layouts(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)))
