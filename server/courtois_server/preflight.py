"""Checks before the server starts: each missing file gives a French sentence that says how to mend it.

A letter in another font, or a form without its page, would be worse than no server.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ImageFont

from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue
from courtois.errors import BrokenEntry

FREEZE_AGAIN = "lancez « make freeze »."
# Without these, nothing is frozen.
REQUIRED_PAGES = ("index.html", "404.html", "incident.html", "robots.txt")
REQUIRED_FILES: dict[str, set[str]] = {  # with the keys that each must hold
    "assets.json": set(),
    "headers.json": set(),
    "openapi.json": set(),
    "site.json": {"address", "marker", "message", "letters", "tools"},
}
DEMONSTRATION = '<p class="demo">'
DAMAGED_FILE = f"Le fichier « build/{{}} » est absent ou abîmé : {FREEZE_AGAIN}"
FONT = re.compile(r"url\((fonts/[^)]+)\)")


def missing(build: Path, templates: Path) -> list[str]:
    """Everything that keeps this site from being served."""
    if not all((build / "site" / name).is_file() for name in REQUIRED_PAGES):
        return [f"Le site n’est pas encore écrit : {FREEZE_AGAIN}"]
    return [*_for_the_function(build, templates), *_fonts(templates / "sheet")]


def not_public(build: Path) -> list[str]:
    """What forbids to open a complete site to the public: a demonstration names no publisher."""
    if DEMONSTRATION not in (build / "site" / "index.html").read_text(encoding="utf-8"):
        return []
    return [
        "Ces pages sont celles d’une démonstration. Un site ouvert au public nomme son éditeur (LCEN, "
        "art. 1-1) : copiez « site/instance.example.toml » sous le nom « site/instance.toml », "
        f"remplissez-le, puis {FREEZE_AGAIN}"
    ]


def _for_the_function(build: Path, templates: Path) -> Iterator[str]:
    """What freezing writes for the function: its JSON files, and the page of each form."""
    contents = {name: _json(build / name, keys) for name, keys in REQUIRED_FILES.items()}
    yield from (DAMAGED_FILE.format(name) for name, content in contents.items() if content is None)
    try:
        letters = [kind.slug for kind in LetterCatalogue(templates)]
        tools = [tool.slug for tool in ToolCatalogue(templates)]
    except (BrokenEntry, ValueError) as error:
        yield f"Une lettre ou un calculateur ne se lit pas ({error}) : reprenez « templates/ » du dépôt."
        return
    if site := contents["site.json"]:
        yield from _pages(build / "pages", site, letters, tools)


def _pages(
    folder: Path, site: dict[str, Any], letters: list[str], tools: list[str]
) -> Iterator[str]:
    """The pages that the function fills, each with its marker; `site` is `build/site.json`."""
    try:
        names = [site["letters"][slug] for slug in letters]
        names += [site["tools"][slug] for slug in tools]
    except (KeyError, TypeError):  # a letter or a calculator has no page, or none has one
        yield DAMAGED_FILE.format("site.json")
        return
    for name in [*names, site["message"]]:
        page = folder / f"{name}.html"
        if not page.is_file() or site["marker"] not in page.read_text("utf-8", "replace"):
            yield f"La page « build/pages/{name}.html » est absente ou abîmée : {FREEZE_AGAIN}"


def _json(path: Path, keys: set[str]) -> dict[str, Any] | None:
    """The object that a file holds, or None when it cannot be read or lacks one of these keys."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and keys <= content.keys() else None


def _fonts(sheet: Path) -> Iterator[str]:
    """WeasyPrint would draw with another font without a word."""
    for name in dict.fromkeys(FONT.findall((sheet / "letter.css").read_text(encoding="utf-8"))):
        try:
            is_font = ImageFont.truetype(str(sheet / name)).getname()[0] is not None
        except OSError:
            is_font = False
        if not is_font:
            yield (
                f"La police « templates/sheet/{name} » est absente ou abîmée : les lettres seraient "
                "écrites dans une autre. Reprenez-la du dépôt."
            )
