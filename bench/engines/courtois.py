"""Ours, whole: answers in, PDF out, through the desk and the press, without the web."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from courtois import forms
from courtois.service import LetterService
from courtois_api.pdf import Press

TEMPLATES = Path("templates")
DAY = date(2026, 11, 22)  # of the answers prepared


class Engine:
    """The desk and the press."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._desk, self._press = LetterService(TEMPLATES), Press(TEMPLATES)

    def take(self, name: str) -> Any:
        """The answers, as a program posts them."""
        return json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))

    def draw(self, told: Any) -> bytes:
        """Read, judge, write, draw."""
        kind, pairs = self._desk.catalogue[told.pop("letter")], forms.flatten(told)
        letter = self._desk.letter(self._desk.read(pairs, kind, DAY), kind)
        return self._press.draw(self._desk.renderer.document(letter, ""))
