"""Refuse what a page of another site makes a browser post here.

Such a page could show our form, at our address, filled with its own answers: its own IBAN for instance.

Browsers say where a request comes from in `Sec-Fetch-Site`; those older than 2023, and any browser over
plain HTTP, in `Origin` alone. curl and other programs send neither, and pass.
"""

from flask import Flask, request
from werkzeug.exceptions import BadRequest

OURS = ("same-origin", "none")  # `none`: the person asked for it themselves
SCHEMES = ("http", "https")  # a proxy that ends TLS hides which of them the person used


class CrossSitePost(BadRequest):
    """Another site sent this. 400, for CloudFront puts a page of its own over a 403 (infra/stack.yaml)."""


def refuse_other_sites(app: Flask, address: str) -> None:
    """Check every POST before anything of it is read.

    `address` is the public address of the site, with its final « / ». The Origin may match it or the Host,
    because CloudFront and some proxies replace the Host that the browser sent.
    """

    @app.before_request
    def check() -> None:
        if request.method == "POST" and not _is_ours(address):
            raise CrossSitePost


def _is_ours(address: str) -> bool:
    """True when the request comes from our own pages, or from no page at all."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OURS
    if origin is None:
        return True
    scheme, _, host = origin.partition("://")
    sent_here = scheme in SCHEMES and host == request.headers.get("Host")
    return sent_here or f"{origin}/" == address
