"""Files that programs read: the site map, the rules for robots, the icon, the contact for a flaw."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, url_for

from courtois.french import dates
from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/sitemap.xml`, `/robots.txt`, `/favicon.ico`, and `security.txt` for an instance that names its publisher."""
    pages = Blueprint("machines", __name__)

    @pages.get("/sitemap.xml")
    def sitemap() -> Response:
        xml = render_template("sitemap.xml", addresses=list(addresses(contents)))
        return Response(xml, mimetype="application/xml")

    @pages.get("/robots.txt")
    def robots() -> Response:
        lines = [
            "User-agent: *",
            "Disallow: /api/",
            f"Sitemap: {url_for('machines.sitemap', _external=True)}",
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain")

    @pages.get("/favicon.ico")
    def favicon() -> Response:
        return current_app.send_static_file("favicon.ico")

    if not contents.instance.demo:
        pages.add_url_rule("/.well-known/security.txt", "security", lambda: _security(contents))
    return pages


def _security(contents: Contents) -> Response:
    """The contact for a flaw (RFC 9116), which must expire within a year."""
    lines = [
        f"Contact: mailto:{contents.instance.contact}",
        f"Expires: {dates.add_days(contents.day, 364)}T00:00:00Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {url_for('machines.security', _external=True)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def addresses(contents: Contents) -> Iterator[str]:
    """The canonical address of every page people read. Needs a request."""
    for endpoint in (
        "home.index",
        "composer.index",
        "letters.index",
        "tools.index",
        "dossiers.index",
        "guides.index",
    ):
        yield url_for(endpoint, _external=True)
    for letter_type in contents.service.catalogue:
        yield url_for("composer.form", slug=letter_type.slug, _external=True)
        yield url_for("letters.letter", slug=letter_type.slug, _external=True)
    for tool in contents.service.tools:
        yield url_for("tools.tool", slug=tool.slug, _external=True)
    for guide in contents.guides:
        yield url_for("guides.guide", slug=guide.slug, _external=True)
    for page in contents.legal:
        yield url_for("legal.page", slug=page.slug, _external=True)
