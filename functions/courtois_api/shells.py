"""The shells: the pages of forms as the site froze them, with a marker where the form goes.

The function knows nothing else of the site: it puts a filled form, or a message, in place of the marker.
"""

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup


class PageShells:
    """Reads `build/pages/*.html` and the JSON files that freezing wrote, once, at start."""

    def __init__(self, build: Path) -> None:
        site = _read(build / "site.json")
        self.address: str = site["address"]  # the root of the site, as the public types it
        self.headers: dict[str, str] = _read(build / "headers.json")
        self._assets: dict[str, str] = _read(build / "assets.json")
        self._marker: str = site["marker"]
        self._message = self._shell(build, site["message"])
        self._letters = {slug: self._shell(build, name) for slug, name in site["letters"].items()}
        self._tools = {slug: self._shell(build, name) for slug, name in site["tools"].items()}

    def letter(self, slug: str, form: Markup) -> str:
        """The page of a letter around its form."""
        return self._letters[slug].replace(self._marker, form, 1)

    def tool(self, slug: str, form: Markup) -> str:
        """The page of a calculator around its questions."""
        return self._tools[slug].replace(self._marker, form, 1)

    def message(self, content: Markup) -> str:
        """The page that says something when there is no form to give back."""
        return self._message.replace(self._marker, content, 1)

    def asset(self, name: str) -> str:
        """The published URL of an asset, such as `letter.css`."""
        return self._assets[name]

    @staticmethod
    def _shell(build: Path, name: str) -> str:
        return (build / "pages" / f"{name}.html").read_text(encoding="utf-8")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
