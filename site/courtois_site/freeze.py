"""`python -m courtois_site.freeze`: write the site to a folder, and what the function needs of it.

    build/site/                 every page and file, ready for any static host
    build/pages/, build/*.json  what the function needs of it (courtois_site.for_function)

A page that no link reaches, or a file whose kind and name disagree, stops the build.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from flask_frozen import Freezer, FrozenFlaskWarning

from courtois import law
from courtois.errors import BrokenLaw
from courtois_site.app import create_app
from courtois_site.assets import Assets
from courtois_site.for_function import write_for_function
from courtois_site.instance import InstanceRefused, read_instance

# The function draws these files beside the pages after a freeze. A new freeze keeps them.
DRAWN_LATER = ["modele.png", "modele-petit.png", "modele.pdf", "partage.png"]


def freeze(app: Flask, build: Path, address: str) -> set[str]:
    """Write everything under `build`; return the paths written. Warnings are errors."""
    app.config["FREEZER_DESTINATION"] = str((build / "site").resolve())
    app.config["FREEZER_BASE_URL"] = address
    app.config["FREEZER_DESTINATION_IGNORE"] = DRAWN_LATER
    freezer = Freezer(app)
    assets: Assets = app.extensions["courtois_assets"]

    @freezer.register_generator
    def sheet() -> Iterator[tuple[str, dict[str, str]]]:
        return (("sheet.file", {"name": name}) for name in assets.sheet_files())

    @freezer.register_generator
    def scripts() -> Iterator[tuple[str, dict[str, str]]]:
        version = assets.scripts_version
        return (("scripts.file", {"version": version, "name": name}) for name in assets.scripts())

    with warnings.catch_warnings():
        warnings.simplefilter("error", FrozenFlaskWarning)
        written: set[str] = freezer.freeze()
    write_for_function(app, build, address)
    return written


def _today() -> date:
    """Return today in France, the day of the figures and of the examples."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Folders are relative to the current folder by default."""
    parser = argparse.ArgumentParser(
        prog="courtois_site.freeze", description="Écrit le site dans un dossier."
    )
    parser.add_argument("--templates", type=Path, default=Path("templates"))
    parser.add_argument("--guides", type=Path, default=Path("site/guides"))
    parser.add_argument("--pages", type=Path, default=Path("site/pages"))
    parser.add_argument("--instance", type=Path, default=Path("site/instance.toml"))
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--day", type=date.fromisoformat, default=_today())
    options = parser.parse_args(arguments)
    try:
        instance = read_instance(options.instance)
        law.parameters()  # before any page asks
    except (InstanceRefused, BrokenLaw) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    app = create_app(options.templates, options.guides, options.pages, instance, options.day)
    written = freeze(app, options.build, instance.address)
    print(f"{len(written)} fichiers écrits.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
