"""`python -m courtois_server`: the frozen site, and the function under `/api`, on one port.

For a person's own machine or, with `--public`, for a small server of one's own, where a demonstration is
refused. It listens on `HOST` and `PORT`, 127.0.0.1 and 8000 by default; a public server needs a buffering proxy.
`WEB_CONCURRENCY` is the number of processes. There is no access log: nobody's visits are written down.
"""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from wsgiref.types import WSGIApplication

from courtois_api import store
from courtois_api.store import Store
from courtois_server.preflight import missing, not_public
from courtois_server.snapshot import snapshot

MOST_PROCESSES = 64


class CannotServe(Exception):
    """Why nothing is served, as French sentences."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command from the repository, after a freeze."""
    parser = argparse.ArgumentParser(
        prog="courtois_server", description="Sert le site et ses lettres."
    )
    parser.add_argument("--public", action="store_true", help="refuser une démonstration")
    public = parser.parse_args(arguments).public
    try:
        serve(Path("build").resolve(), Path("templates").resolve(), public=public)
    except CannotServe as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def serve(build: Path, templates: Path, *, public: bool) -> None:
    """Check everything, then serve until a signal stops the server. Raises CannotServe."""
    if faults := missing(build, templates) or (not_public(build) if public else []):
        raise CannotServe("\n".join(faults))
    host, port = os.environ.get("HOST") or "127.0.0.1", _number("PORT", "8000", 65535)
    _number("WEB_CONCURRENCY", "1", MOST_PROCESSES)
    shares = _shares()
    _check_free(host, port)
    with ExitStack() as stack:
        try:
            build, templates = stack.enter_context(snapshot(build, templates))
        except OSError as error:
            raise CannotServe(
                "Courtois ne peut pas démarrer, faute d’avoir pu copier le site dans un dossier "
                f"temporaire : {error}"
            ) from None
        _run(build, templates, shares, host, port)


def _number(name: str, default: str, most: int) -> int:
    """Read a number from the environment. Raises CannotServe."""
    text = os.environ.get(name) or default
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= most):
        raise CannotServe(f"{name} doit être un nombre entre 1 et {most}, et non « {text} ».")
    return int(text)


def _shares() -> Store | None:
    """Where short links are kept. Raises CannotServe."""
    try:
        return store.open_store(os.environ.get("COURTOIS_SHARES"))
    except ValueError as error:
        raise CannotServe(str(error)) from None


def _check_free(host: str, port: int) -> None:
    """Check the address before gunicorn, which would retry and explain itself in English. Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family)
    except (OSError, UnicodeError):  # UnicodeError: no host may bear such a name
        raise CannotServe(
            f"HOST doit être une adresse de cette machine, et « {host} » n’en est pas une. Essayez "
            "HOST=127.0.0.1."
        ) from None
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        raise CannotServe(
            f"« {host} », port {port} : la place est prise, ou n’est pas à vous. Donnez-en une autre par "
            "PORT (et HOST), par exemple PORT=8080."
        ) from None


def _run(build: Path, templates: Path, shares: Store | None, host: str, port: int) -> None:
    # Gunicorn reads WEB_CONCURRENCY when it is imported, before which that number must be checked.
    from courtois_server.gunicorn_app import GunicornApp

    def load() -> WSGIApplication:
        """Make the application, once in each process."""
        from courtois_server.wsgi import create_application

        return create_application(build, templates, shares)

    GunicornApp(load, host, port).run()
