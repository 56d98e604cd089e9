"""Requests that depend on earlier answers, sent to each server on its own: frozen pages, a short link."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bench.same.exchange import Request, Response, Server
from bench.same.tokens import without_asset_names

Exchange = tuple[Request, Response]

# Pages that no link reaches, or that a program looks for by their name.
ENTRANCES = (
    "/", "/sitemap.xml", "/robots.txt", "/404.html", "/incident.html", "/favicon.ico",
    "/.well-known/security.txt",
)  # fmt: skip
LINKS = re.compile(r"""(?:\b(?:href|src|srcset)="|\burl\(['"]?)([^"'()\s]+)""")
# What a page says of itself, and the map of the site, name this site by its whole address.
OWN_ADDRESSES = re.compile(r"""(?:\bcontent="|<loc>)https?://[^/"<\s]+(/[^"<\s]*)""")
READ = ("text/html", "application/xml", "text/xml", "text/css")
ASSETS = ("text/css", "text/javascript", "font/ttf", "font/woff2", "font/woff")
SEALED = "A" * 400
DAYS = "1"


def frozen(server: Server) -> Iterator[Exchange]:
    """Ask for every page and file that links reach from the entrances, outside `/api/`."""
    waiting, seen = list(ENTRANCES), set(ENTRANCES)
    while waiting:
        path = waiting.pop(0)
        response = server.ask(Request("", "GET", path))
        kind = (
            "fichier de style, script ou police" if is_asset(response) else "page ou fichier figé"
        )
        yield Request(kind, "GET", without_asset_names(path)), response
        if response.media_type in READ:
            for link in _links(path, response.body.decode("utf-8", "replace")):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)


def is_asset(response: Response) -> bool:
    """True for a style sheet, a script or a font: its content is not compared."""
    return response.media_type in ASSETS


def _links(path: str, text: str) -> Iterator[str]:
    """Addresses on this server, without their fragments."""
    for link in [*LINKS.findall(text), *OWN_ADDRESSES.findall(text)]:
        parts = urlsplit(urljoin(path, link))
        outside = parts.scheme or parts.netloc or parts.path.startswith("/api/")
        if parts.path.startswith("/") and not outside:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def short_link(server: Server) -> Iterator[Exchange]:
    """Keep a sealed case, and read it; then what is refused."""
    headers = {"Content-Type": "application/json"}
    link_id = None
    for document in (
        {"days": DAYS, "sealed": SEALED},
        {"days": "2", "sealed": SEALED},
        {"days": DAYS},
    ):
        body = json.dumps(document).encode()
        request = Request("lien court", "POST", "/api/partages", body, headers)
        response = server.ask(request)
        yield request, response
        if response.status == 201:
            link_id = json.loads(response.body)["id"]
    for name in (link_id, "7inconnu", "1" + "A" * 22, "%00"):
        shown = "/api/partages/…" if name == link_id else f"/api/partages/{name}"
        yield (
            Request("lien court", "GET", shown),
            server.ask(Request("", "GET", f"/api/partages/{name}")),
        )
