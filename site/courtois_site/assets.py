"""The address of a file that a page loads: its path, and a short hash of what it holds.

A changed file gets a new address, so that browsers may cache it for long. Scripts import one another by
relative addresses: they share a folder, whose name changes with any of them.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for

LENGTH = 10  # hexadecimal digits: enough to tell two versions apart

SHEET_FILES = ("letter.css", "fonts/*.ttf")


class Assets:
    """The files under `static/`, the scripts and the letter's sheet, by the names that pages use."""

    def __init__(self, static: Path, scripts: Path, sheet: Path) -> None:
        self._static = static
        self._scripts = scripts
        self._sheet = sheet
        self.scripts_version = _version_of(sorted(scripts.glob("*.js")))

    def sheet_files(self) -> list[str]:
        """Return the files of the sheet that are published, as paths under its folder."""
        paths = [path for pattern in SHEET_FILES for path in self._sheet.glob(pattern)]
        return sorted(path.relative_to(self._sheet).as_posix() for path in paths)

    def scripts(self) -> list[str]:
        """Every script, by name."""
        return sorted(path.name for path in self._scripts.glob("*.js"))

    def url(self, name: str) -> str:
        """The address of `site.css`, `fonts/…`, `site.js` or `letter.css`, with its hash. Needs a request."""
        if name.endswith(".js"):
            return url_for("scripts.file", version=self.scripts_version, name=name)
        if (self._static / name).is_file():
            return url_for("static", filename=name) + _version(self._static / name)
        return url_for("sheet.file", name=name) + _version(self._sheet / name)

    def published(self) -> dict[str, str]:
        """Return the address of every file by its name: the content of `assets.json`."""
        static_files = sorted(
            path.relative_to(self._static).as_posix() for path in self._static.rglob("*.*")
        )
        return {
            name: self.url(name) for name in [*static_files, *self.scripts(), *self.sheet_files()]
        }


def _version(path: Path) -> str:
    return "?v=" + _version_of([path])


def _version_of(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:LENGTH]


def scripts_blueprint(scripts: Path) -> Blueprint:
    """The scripts, published as they are under `/static/scripts-<version>/`."""
    blueprint = Blueprint("scripts", __name__)

    @blueprint.get("/static/scripts-<version>/<name>")
    def file(version: str, name: str) -> Response:
        return send_from_directory(scripts, name)

    return blueprint


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
    scripts = Path(str(app.root_path)) / "scripts"
    assets = Assets(Path(str(app.static_folder)), scripts, sheet)
    app.register_blueprint(sheet_blueprint(sheet))
    app.register_blueprint(scripts_blueprint(scripts))
    app.jinja_env.globals["asset"] = assets.url
    app.extensions["courtois_assets"] = assets
    return assets
