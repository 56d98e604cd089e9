"""The home page, and what is shown in place of a page that is missing or a function that does not answer."""

from flask import Blueprint, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/`, `/404.html` and `/incident.html` (ordinary pages: the server gives them their status)."""
    pages = Blueprint("home", __name__)
    catalogue = contents.service.catalogue

    @pages.get("/")
    def index() -> str:
        return render_template("home.html", steps=catalogue.steps, letters=list(catalogue))

    @pages.get("/404.html")
    def missing() -> str:
        return render_template("404.html")

    @pages.get("/incident.html")
    def incident() -> str:
        return render_template("incident.html")

    return pages
