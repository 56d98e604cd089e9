"""The steps with the calculator that says which may come next, and the form of each letter beside its advice."""

from flask import Blueprint, render_template
from markupsafe import Markup

from courtois.catalogue.letters import LetterType
from courtois_site.contents import Contents

FIRST_TOOL = "prochaine-etape"  # the calculator that says which step may come now


def blueprint(contents: Contents) -> Blueprint:
    """`/composer/` and `/composer/<slug>/`."""
    pages = Blueprint("composer", __name__, url_prefix="/composer")
    catalogue = contents.service.catalogue

    @pages.get("/")
    def index() -> str:
        beside = [letter_type for letter_type in catalogue if letter_type.after_due is None]
        start = contents.service.blank_tool(contents.service.tools[FIRST_TOOL])
        return render_template("composer.html", start=start, steps=catalogue.steps, beside=beside)

    @pages.get("/<slug>/")
    def form(slug: str) -> str:
        letter_type = catalogue[slug]
        return form_page(contents, letter_type, contents.service.blank_form(letter_type))

    return pages


def form_page(contents: Contents, letter_type: LetterType, form: Markup) -> str:
    """The page of a form around the form itself. Needs a request for that page."""
    return render_template(
        "form.html", letter_type=letter_type, form=form, guide=contents.advice[letter_type.slug]
    )
