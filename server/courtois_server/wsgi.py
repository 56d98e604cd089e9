"""The site's files and the function's answers, as one WSGI application."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest
from whitenoise import WhiteNoise

from courtois_api import store
from courtois_api.app import create_app
from courtois_api.store import Store
from courtois_server.admission import limit_computing
from courtois_site.headers import HEADERS

A_DAY = 24 * 60 * 60  # seconds


def create_application(build: Path, templates: Path, shares: Store | None) -> WSGIApplication:
    """What one process serves: it draws a letter to warm up, and sweeps the short links every hour."""
    store.sweep_hourly(shares)
    function = create_app(templates, build, shares)
    # Gunicorn raises it while the function reads a body in malformed chunks.
    function.register_error_handler(
        ParseException, lambda _: function.handle_http_exception(BadRequest())
    )
    limit_computing(function)
    return site_and_function(build / "site", function)


def site_and_function(site: Path, function: WSGIApplication) -> WSGIApplication:
    """Serve the folder `site`, and `function` for every path under `/api/`."""
    files = WhiteNoise(
        not_found(site),
        root=site,
        index_file=True,
        max_age=A_DAY,
        allow_all_origins=False,
        add_headers_function=_revalidate_pages,
    )
    pages = with_headers(files)

    def route(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        is_call = environ.get("PATH_INFO", "").startswith("/api/")
        return (function if is_call else pages)(environ, start)

    return route


def not_found(site: Path) -> WSGIApplication:
    """Answer 404 with the frozen `404.html`."""
    body = (site / "404.html").read_bytes()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("404 Not Found", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def with_headers(application: WSGIApplication) -> WSGIApplication:
    """Add the site's security headers to each answer."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def start_with_headers(
            status: str, headers: list[tuple[str, str]], error: Any = None
        ) -> Any:
            return start(status, [*headers, *HEADERS.items()], error)

        return application(environ, start_with_headers)

    return answer


def _revalidate_pages(headers: Any, path: str, url: str) -> None:
    """Have browsers ask again for a page; assets change their address with their content."""
    if not url.startswith("/static/"):
        headers["Cache-Control"] = "no-cache"
