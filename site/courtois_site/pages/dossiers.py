"""The journal of one's cases, which this browser alone keeps."""

from flask import Blueprint, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/dossiers/`."""
    pages = Blueprint("dossiers", __name__)

    @pages.get("/dossiers/")
    def index() -> str:
        return render_template("dossiers.html", letters=list(contents.service.catalogue))

    return pages
