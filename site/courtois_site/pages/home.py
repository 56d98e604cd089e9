"""The home page, and the page that says that a page is missing."""

from flask import Blueprint, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/` and `/404.html` (an ordinary page: the server gives it with status 404)."""
    pages = Blueprint("home", __name__)
    catalogue = contents.letters.catalogue

    @pages.get("/")
    def index() -> str:
        return render_template("home.html", ladder=catalogue.ladder, letters=list(catalogue))

    @pages.get("/404.html")
    def missing() -> str:
        return render_template("404.html")

    return pages
