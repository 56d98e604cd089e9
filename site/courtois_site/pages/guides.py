"""The guides, in reading order."""

from flask import Blueprint, abort, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/guide/` and `/guide/<slug>/`."""
    pages = Blueprint("guides", __name__, url_prefix="/guide")
    guides = contents.guides

    @pages.get("/")
    def index() -> str:
        return render_template("guides.html", parts=guides.parts)

    @pages.get("/<slug>/")
    def guide(slug: str) -> str:
        current = guides.get(slug) or abort(404)
        before, after = guides.around(current)
        letter = contents.letter_for(current)
        return render_template(
            "guide.html", guide=current, before=before, after=after, letter=letter
        )

    return pages
