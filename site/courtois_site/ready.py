"""What must be there before anyone is served: each lack is told, in a sentence that says how to mend it.

A letter in another font, or a form without its page, would be worse than no server at all.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup
from PIL import ImageFont

from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue
from courtois.errors import BrokenLetter

FROZEN = "lancez « make freeze »."
MARKER = Markup("<!--form-->")  # where the function puts the form it gives back
# Without these, nothing is frozen.
PAGES = ("index.html", "404.html", "incident.html", "robots.txt")
DEMONSTRATION = '<p class="demo">'
FONT = re.compile(r"url\((fonts/[^)]+)\)")


def lacks(build: Path, templates: Path) -> list[str]:
    """Everything that keeps this site from being served."""
    if not all((build / "site" / name).is_file() for name in PAGES):
        return [f"Le site n’est pas encore écrit : {FROZEN}"]
    return [*_left_for_the_function(build, templates), *_fonts(templates / "sheet")]


def unpublished(build: Path) -> list[str]:
    """What keeps a site that lacks nothing from the public: nobody answers for a demonstration."""
    if DEMONSTRATION not in (build / "site" / "index.html").read_text(encoding="utf-8"):
        return []
    return [
        "Ces pages sont celles d’une démonstration. Un site ouvert au public nomme son éditeur (LCEN, "
        "art. 1-1) : copiez « site/instance.example.toml » sous le nom « site/instance.toml », "
        f"remplissez-le, puis {FROZEN}"
    ]


def _left_for_the_function(build: Path, templates: Path) -> Iterator[str]:
    for name in ("assets.json", "headers.json", "openapi.json", "site.json"):
        try:
            json.loads((build / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            yield f"Le fichier « build/{name} » est absent ou abîmé : {FROZEN}"
    try:
        forms = [kind.slug for kind in LetterCatalogue(templates)]
        tools = [f"outil-{tool.slug}" for tool in ToolCatalogue(templates)]
    except (BrokenLetter, ValueError) as error:
        yield f"Une lettre ou un calculateur ne se lit pas ({error}) : reprenez « templates/ » du dépôt."
        return
    for name in [*forms, *tools, "message"]:
        page = build / "pages" / f"{name}.html"
        if not page.is_file() or MARKER not in page.read_text("utf-8", "replace"):
            yield f"La page « build/pages/{name}.html » est absente ou abîmée : {FROZEN}"


def _fonts(sheet: Path) -> Iterator[str]:
    """WeasyPrint would draw with another font, and say nothing."""
    for name in dict.fromkeys(FONT.findall((sheet / "letter.css").read_text(encoding="utf-8"))):
        try:
            read = ImageFont.truetype(str(sheet / name)).getname()[0] is not None
        except OSError:
            read = False
        if not read:
            yield (
                f"La police « templates/sheet/{name} » est absente ou abîmée : les lettres seraient "
                "écrites dans une autre. Reprenez-la du dépôt."
            )
