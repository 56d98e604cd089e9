"""The address of a file that a page loads: its path, and a short hash of what it holds.

A changed file gets a new address, so that it can be kept for long by browsers.
"""

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for

LENGTH = 10  # hexadecimal digits: enough to tell two versions apart

SHEET_FILES = ("letter.css", "fonts/*.ttf")


class Assets:
    """The files under `static/`, and those of the letter's sheet, by the name pages call them."""

    def __init__(self, static: Path, sheet: Path) -> None:
        self._static = static
        self._sheet = sheet

    def sheet_files(self) -> list[str]:
        """What the sheet publishes, as paths under its folder."""
        found = [path for pattern in SHEET_FILES for path in self._sheet.glob(pattern)]
        return sorted(path.relative_to(self._sheet).as_posix() for path in found)

    def url(self, name: str) -> str:
        """The address of `site.css`, `fonts/…`, or of `letter.css`, with its hash. Needs a request."""
        if (self._static / name).is_file():
            return url_for("static", filename=name) + _version(self._static / name)
        return url_for("sheet.file", name=name) + _version(self._sheet / name)

    def published(self) -> dict[str, str]:
        """Every file that may be asked for by name: what `assets.json` says."""
        own = sorted(
            path.relative_to(self._static).as_posix() for path in self._static.rglob("*.*")
        )
        return {name: self.url(name) for name in [*own, *self.sheet_files()]}


def _version(path: Path) -> str:
    return "?v=" + hashlib.sha256(path.read_bytes()).hexdigest()[:LENGTH]


def sheet_blueprint(sheet: Path) -> Blueprint:
    """The letter's style and fonts, published as they are under `/static/sheet/`."""
    blueprint = Blueprint("sheet", __name__)

    @blueprint.get("/static/sheet/<path:name>")
    def file(name: str) -> Response:
        return send_from_directory(sheet, name)

    return blueprint


def publish(app: Flask, templates: Path) -> Assets:
    """Make the files available to the pages as `asset(name)`."""
    sheet = (templates / "sheet").resolve()  # Flask takes a relative path for its own
    assets = Assets(Path(str(app.static_folder)), sheet)
    app.register_blueprint(sheet_blueprint(sheet))
    app.jinja_env.globals["asset"] = assets.url
    app.extensions["courtois_assets"] = assets
    return assets
