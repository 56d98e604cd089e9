"""The pages that the law requires: who publishes the site, what it keeps, how accessible it is."""

from flask import Blueprint, abort, render_template

from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/<slug>/` for each page of the folder."""
    pages = Blueprint("legal", __name__)

    @pages.get("/<slug>/")
    def page(slug: str) -> str:
        return render_template("page.html", page=contents.legal.get(slug) or abort(404))

    return pages
