"""The letters as they read, each from its example."""

from flask import Blueprint, Response, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/lettres/`, `/lettres/<slug>/` and the same letter in plain text."""
    pages = Blueprint("letters", __name__, url_prefix="/lettres")
    service = contents.service

    @pages.get("/")
    def index() -> str:
        return render_template(
            "letters.html",
            letters=[
                (letter_type, service.model(letter_type)) for letter_type in service.catalogue
            ],
        )

    @pages.get("/<slug>/")
    def letter(slug: str) -> str:
        letter_type = service.catalogue[slug]
        others = [other for other in service.catalogue if other.slug != slug]
        model, guide = service.model(letter_type), contents.advice[slug]
        return render_template(
            "letter.html", letter_type=letter_type, letter=model, guide=guide, others=others
        )

    @pages.get("/<slug>/modele.txt")
    def text(slug: str) -> Response:
        return Response(service.text(service.catalogue[slug]), mimetype="text/plain")

    return pages
