"""What the scripts of a page must know of the questions and of the law: one JSON, written in the page."""

from datetime import date
from typing import Any

from courtois import law
from courtois.forms import for_scripts


def script_data(day: date) -> dict[str, Any]:
    """Return what `scripts/questions.js` reads, with the figures of the law in force on `day`."""
    return for_scripts() | {"declaration": _declaration(day)}


def _declaration(day: date) -> dict[str, Any]:
    """The time to declare a claim: months to count with, and words to say it."""
    figure = law.parameters()["delai_declaration_creance"]
    if figure.unit != "months":
        raise ValueError("delai_declaration_creance.toml is counted in months by the scripts")
    return {"months": int(figure.at(day)), "words": figure.words(day)}
