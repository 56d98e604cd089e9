"""The application that draws every page of the site. It is frozen, never deployed."""

import mimetypes
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from courtois.french import dates
from courtois.french.typography import french
from courtois.law import figures
from courtois.letter.render import FrenchSpacing
from courtois.service import LetterService
from courtois_site.assets import publish
from courtois_site.contents import Contents, Folders
from courtois_site.dated_service import DatedService, usual_day
from courtois_site.guides import Fill
from courtois_site.headers import META_POLICY
from courtois_site.instance import Instance
from courtois_site.markdown import raised
from courtois_site.pages import composer, dossiers, guides, home, legal, letters, machines, tools
from courtois_site.script_data import script_data

PAGE_MODULES = (home, composer, dossiers, letters, tools, guides, legal, machines)

# Python's own table changes with the system's: the frozen files must not.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def create_app(
    templates: Path, guides: Path, pages: Path, instance: Instance, today: date
) -> Flask:
    """Read the words, then lay the pages out.

    `today` is the day of the figures and of the examples. Raises GuideRefused, BrokenEntry or LawUnknown.
    """
    for extension, kind in MEDIA_TYPES.items():
        mimetypes.add_type(kind, extension)
    app = Flask(__name__)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension(FrenchSpacing)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "french": french,
        "day": dates.write,
        "raised": raised,
        "usual_day": usual_day,
    }
    publish(app, templates)
    service = DatedService(LetterService(templates), today)
    values = {"law": figures(today), "days": service.usual_days(), "instance": instance}
    contents = Contents.read(
        Folders(templates, guides, pages), service, instance, _filler(app, values)
    )
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    app.jinja_env.globals |= {"instance": instance, "site": contents, "meta_policy": META_POLICY}
    app.jinja_env.globals["script_data"] = script_data(today)
    app.extensions["courtois_contents"] = contents
    for module in PAGE_MODULES:
        app.register_blueprint(module.blueprint(contents))
    return app


def _filler(app: Flask, values: Mapping[str, Any]) -> Fill:
    """A function that puts the figures of the law and the usual days of the letters into a text."""

    def fill(source: str) -> str:
        return app.jinja_env.from_string(source).render(values)

    return fill
