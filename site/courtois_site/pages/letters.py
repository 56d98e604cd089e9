"""The letters as they read, each from its example."""

from flask import Blueprint, Response, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/lettres/`, `/lettres/<slug>/` and the same letter in plain text."""
    pages = Blueprint("letters", __name__, url_prefix="/lettres")
    letters = contents.letters

    @pages.get("/")
    def index() -> str:
        return render_template(
            "letters.html", letters=[(kind, letters.model(kind)) for kind in letters.catalogue]
        )

    @pages.get("/<slug>/")
    def letter(slug: str) -> str:
        kind = letters.catalogue[slug]
        others = [other for other in letters.catalogue if other.slug != slug]
        model, guide = letters.model(kind), contents.advice[slug]
        return render_template("letter.html", kind=kind, letter=model, guide=guide, others=others)

    @pages.get("/<slug>/modele.txt")
    def text(slug: str) -> Response:
        return Response(letters.text(letters.catalogue[slug]), mimetype="text/plain")

    return pages
