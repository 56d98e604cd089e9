"""The form's pages, as the site froze them, with one marker where the form goes.

The function knows nothing else of the site: it puts a filled form, or a message, in the place.
"""

import json
from pathlib import Path

MARKER = "<!--form-->"


class Pages:
    """Reads `build/pages/*.html`, `build/assets.json`, `headers.json` and `site.json` once, at start."""

    def __init__(self, build: Path) -> None:
        self._pages = {
            path.stem: path.read_text(encoding="utf-8") for path in (build / "pages").glob("*.html")
        }
        self._assets: dict[str, str] = json.loads((build / "assets.json").read_text("utf-8"))
        self.headers: dict[str, str] = json.loads((build / "headers.json").read_text("utf-8"))
        site = json.loads((build / "site.json").read_text("utf-8"))
        self.address: str = site["address"]  # the root of the site, as the public types it

    def filled(self, name: str, content: str) -> str:
        """The page `name` (a letter's slug, or `message`) with `content` in its place."""
        return self._pages[name].replace(MARKER, content, 1)

    def asset(self, name: str) -> str:
        """The published URL of an asset, such as `letter.css`."""
        return self._assets[name]
