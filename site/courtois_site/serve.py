"""`python -m courtois_site.serve`: the frozen site, and the function under `/api`, on one port.

For a person's own machine or, with `--public`, a small server of one's own: a demonstration is then refused.
It listens on `HOST` and `PORT`, 127.0.0.1 and 8000 unless told: a buffering proxy stands before it.
`WEB_CONCURRENCY` is the number of processes. No access log: nobody's visits are written down.
"""

import argparse
import os
import socket
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import BadRequest
from whitenoise import WhiteNoise

from courtois_api import store
from courtois_api.store import Store
from courtois_site.headers import HEADERS
from courtois_site.held import held
from courtois_site.ready import lacks, unpublished

A_DAY = 24 * 60 * 60  # seconds


def missing_page(site: Path) -> WSGIApplication:
    """What is no page: the frozen `404.html`, with its status."""
    body = (site / "404.html").read_bytes()

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        told = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
        start("404 Not Found", [*told, ("Cache-Control", "no-store")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def with_headers(application: WSGIApplication) -> WSGIApplication:
    """The same answers, each with the site's security headers."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def start_safely(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            return start(status, [*headers, *HEADERS.items()], error)

        return application(environ, start_safely)

    return answer


def both(site: Path, api: WSGIApplication) -> WSGIApplication:
    """The site, and the function wherever a path begins by `/api/`."""
    pages = WhiteNoise(
        missing_page(site),
        root=site,
        index_file=True,
        max_age=A_DAY,
        allow_all_origins=False,
        add_headers_function=_keep_pages_fresh,
    )
    shown = with_headers(pages)

    def route(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        chosen = api if environ.get("PATH_INFO", "").startswith("/api/") else shown
        return chosen(environ, start)

    return route


def _keep_pages_fresh(headers: Any, path: str, url: str) -> None:
    if not url.startswith("/static/"):
        headers["Cache-Control"] = "no-cache"


class Refused(Exception):
    """Why nothing is served, as a French sentence."""


def _number(name: str, default: str, most: int) -> int:
    told = os.environ.get(name) or default
    if not (told.isascii() and told.isdecimal() and 0 < int(told) <= most):
        raise Refused(f"{name} doit être un nombre entre 1 et {most}, et non « {told} ».")
    return int(told)


def _free(host: str, port: int) -> None:
    """Gunicorn would try again for a while, and say why in English."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family)
    except (OSError, UnicodeError):  # a name that cannot be one
        raise Refused(
            f"HOST doit être une adresse de cette machine, et « {host} » n’en est pas une. Essayez "
            "HOST=127.0.0.1."
        ) from None
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        raise Refused(
            f"« {host} », port {port} : la place est prise, ou n’est pas à vous. Donnez-en une autre par "
            "PORT (et HOST), par exemple PORT=8080."
        ) from None


def _shares() -> Store | None:
    try:
        return store.opened(os.environ.get("COURTOIS_SHARES"))
    except ValueError as error:
        raise Refused(str(error)) from None


def serve(build: Path, templates: Path, *, public: bool) -> None:
    """Check, then serve until told to stop. Raises Refused."""
    faults = lacks(build, templates) or (unpublished(build) if public else [])
    if faults:
        raise Refused("\n".join(faults))
    host, port = os.environ.get("HOST") or "127.0.0.1", _number("PORT", "8000", 65535)
    _number("WEB_CONCURRENCY", "1", 64)
    shares = _shares()
    _free(host, port)
    with ExitStack() as stack:
        try:
            build, templates = stack.enter_context(held(build, templates))
        except OSError as error:
            raise Refused(
                "Courtois ne peut pas démarrer, faute d’avoir pu copier le site dans un dossier "
                f"temporaire : {error}"
            ) from None
        _run(build, templates, shares, (host, port))


def _run(build: Path, templates: Path, shares: Store | None, place: tuple[str, int]) -> None:
    from courtois_site import server  # gunicorn reads WEB_CONCURRENCY as it is imported

    def application() -> WSGIApplication:
        from courtois_api import door
        from courtois_api.app import create_app

        store.keep_swept(shares)
        api = create_app(templates, build, shares)
        # found as the application reads it, hence past the server's own answers
        api.register_error_handler(
            server.CUT_WRONG, lambda _: api.handle_http_exception(BadRequest())
        )
        door.keep(api)
        return both(build / "site", api)

    server.Server(application, *place).run()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: run from the repository, after a freeze."""
    parser = argparse.ArgumentParser(
        prog="courtois_site.serve", description="Sert le site et ses lettres."
    )
    parser.add_argument("--public", action="store_true", help="refuser une démonstration")
    public = parser.parse_args(arguments).public
    try:
        serve(Path("build").resolve(), Path("templates").resolve(), public=public)
    except Refused as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
