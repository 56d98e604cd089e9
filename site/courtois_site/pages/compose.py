"""Where one stands, the ladder, and the form of each letter with its advice beside it."""

from flask import Blueprint, render_template
from markupsafe import Markup

from courtois.catalogue.letters import LetterType
from courtois_site.contents import Contents

WHERE = "prochaine-etape"  # the calculator that says which step may come now


def blueprint(contents: Contents) -> Blueprint:
    """`/composer/` and `/composer/<slug>/`."""
    pages = Blueprint("compose", __name__, url_prefix="/composer")
    catalogue = contents.letters.catalogue

    @pages.get("/")
    def index() -> str:
        beside = [kind for kind in catalogue if kind.after_due is None]
        start = contents.letters.blank_tool(contents.letters.tools[WHERE])
        return render_template("composer.html", start=start, ladder=catalogue.steps, beside=beside)

    @pages.get("/<slug>/")
    def form(slug: str) -> str:
        kind = catalogue[slug]
        return form_page(contents, kind, contents.letters.blank_form(kind))

    return pages


def form_page(contents: Contents, kind: LetterType, form: Markup) -> str:
    """The page of a form around the form itself. Needs a request for that page."""
    return render_template("form.html", kind=kind, form=form, guide=contents.advice[kind.slug])
