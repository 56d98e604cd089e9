"""Our whole path without HTTP: answers in, PDF out."""

import json
from pathlib import Path
from typing import Any

from bench.samples import TEMPLATES, compose_letter
from courtois.service import LetterService
from courtois_api.pdf import PdfRenderer


class Engine:
    """Reads and checks the answers, composes the letter and draws it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._service, self._pdf = LetterService(TEMPLATES), PdfRenderer(TEMPLATES)

    def load(self, name: str) -> Any:
        """Return the answers, as a program posts them."""
        return json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))

    def draw(self, case: Any) -> bytes:
        """Draw the letter of a case."""
        letter = compose_letter(self._service, case)
        return self._pdf.draw(self._service.renderer.document(letter, ""))
