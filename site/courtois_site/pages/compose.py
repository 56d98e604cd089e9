"""Where one stands, the ladder, and the form of each letter with its advice beside it."""

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from courtois.catalogue.letters import LetterType
from courtois_site.contents import Contents
from courtois_site.ready import MARKER

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


def pages_with_marker(contents: Contents, address: str) -> dict[str, str]:
    """What the function fills: each form's page with a mark in place of its form, by slug.

    And `message`, for what it has to say when there is no form to give back.
    """
    with current_app.test_request_context("/404.html", base_url=address):
        pages = {"message": render_template("message.html", message=MARKER)}
    for kind in contents.letters.catalogue:
        with current_app.test_request_context(f"/composer/{kind.slug}/", base_url=address):
            pages[kind.slug] = form_page(contents, kind, MARKER)
    return pages
