"""`python -m courtois_site.serve`: the frozen site, and the function under `/api`, on one port.

For a person's own machine or a small server of one's own. The port is `PORT`, 8000 by default, on 127.0.0.1 alone:
a server open to the world puts a buffering proxy in front. No access log: nobody's visits are written down.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gunicorn.app.base import BaseApplication
from whitenoise import WhiteNoise

from courtois_site.headers import HEADERS

HOST = "127.0.0.1"
THREADS = 16  # one draws and eight wait: the others still answer at once
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


class Server(BaseApplication):
    """Gunicorn, told everything here: one process, a few threads, silence."""

    def __init__(self, build: Path, templates: Path, port: int) -> None:
        self._build = build
        self._templates = templates
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        """Listen on one port of this machine."""
        self.cfg.set("bind", f"{HOST}:{self._port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", THREADS)
        self.cfg.set("loglevel", "error")  # a warning may quote what a broken request held
        self.cfg.set("control_socket_disable", True)  # nothing is written, not even that
        self.cfg.set("post_worker_init", lambda worker: announce(self._port))

    def load(self) -> WSGIApplication:
        """Build both sides, in the process that answers."""
        from courtois_api import store
        from courtois_api.app import create_app

        shares = store.opened(os.environ.get("COURTOIS_SHARES"))
        return both(self._build / "site", create_app(self._templates, self._build, shares))


def announce(port: int) -> None:
    """Say where to look, once someone can."""
    print(f"Courtois est prêt : http://{HOST}:{port}/", flush=True)


def main() -> int:
    """The command: run from the repository, after a freeze."""
    build = Path("build").resolve()
    if not (build / "site" / "404.html").is_file():
        print("Le site n’est pas encore écrit : lancez « make freeze ».", file=sys.stderr)
        return 1
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        print(f"PORT doit être un nombre entre 1 et 65535, et non « {port} ».", file=sys.stderr)
        return 1
    Server(build, Path("templates").resolve(), int(port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
