"""Gunicorn, with all of its settings here: a few processes, each with its threads, and almost no log.

A slow client holds a thread for as long as it likes: a public server needs a buffering proxy in front
(`infra/nginx.conf`). Nothing of a request goes to the log, not even its address.
"""

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from courtois.french.typography import french
from courtois_site.headers import HEADERS

# A process draws one letter at a time while eight wait: the other threads still answer.
THREADS = 32
MEMORY = Path("/dev/shm")  # a worker's heartbeat must not wait for a disk, nor need one
LONGEST_REQUEST_LINE = 2048  # bytes; ours are a tenth of it
MOST_HEADERS = 64
KEEP_ALIVE = 5  # seconds a connection stays open between two requests
GRACE = 20  # seconds for the requests in flight after a signal to stop

# Errors raised before WSGI, the most specific first: a bad response header is our fault, a bad request is not.
ERROR_STATUSES = (
    (errors.InvalidResponseHeader, 500),
    (errors.InvalidResponseHeaderName, 500),
    (errors.LimitRequestLine, 414),
    (errors.LimitRequestHeaders, 431),
    (errors.ParseException, 400),
    (Exception, 500),
)
ERROR_MESSAGES = {
    400: ("Bad Request", "La demande est mal formée : revenez en arrière et recommencez."),
    414: ("URI Too Long", "Cette adresse est trop longue : repartez de la page d’accueil."),
    431: (
        "Request Header Fields Too Large",
        "Votre navigateur envoie de trop longs en-têtes : effacez les cookies de ce domaine.",
    ),
    500: (
        "Internal Server Error",
        "Un incident de notre côté : revenez en arrière, vos réponses y sont encore.",
    ),
}
ERROR_PAGE = (
    '<!doctype html>\n<html lang="fr">\n<meta charset="utf-8">\n<title>Courtois</title>\n'
    '<p role="alert">{}</p>\n'
)


class QuietWorker(ThreadWorker):
    """Answers a request that no application could see with one French sentence."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer, and log the name of the exception alone."""
        status = next(status for kind, status in ERROR_STATUSES if isinstance(exc, kind))
        if status == 500:
            self.log.error("a request could not be answered: %s", type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(_answer(status))


def _answer(status: int) -> bytes:
    """A whole HTTP answer."""
    reason, sentence = ERROR_MESSAGES[status]
    body = ERROR_PAGE.format(french(sentence)).encode()
    headers = HEADERS | {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [
        f"HTTP/1.1 {status} {reason}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


class GunicornApp(BaseApplication):
    """Serves what `load` returns, called in each process. `WEB_CONCURRENCY` says how many; one by default."""

    def __init__(self, load: Callable[[], WSGIApplication], host: str, port: int) -> None:
        self._load = load
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = {
            "bind": self._address,
            "worker_class": QuietWorker,
            "threads": THREADS,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "keepalive": KEEP_ALIVE,
            "graceful_timeout": GRACE,
            "limit_request_line": LONGEST_REQUEST_LINE,
            "limit_request_fields": MOST_HEADERS,
            "forwarded_allow_ips": "",  # trust no X-Forwarded-* header
            "loglevel": "error",  # a warning may quote a malformed request
            "control_socket_disable": True,  # the unit's folder is read-only
            "post_worker_init": self._announce,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Load in this process. A failure to start is reported in one sentence, and not tried again."""
        try:
            return self._load()
        except Exception as error:
            raise AppImportError(f"Courtois ne peut pas démarrer : {error!r}") from error

    def _announce(self, worker: Any) -> None:
        """Print the address once the first worker answers; one that replaces another prints nothing."""
        if worker.age == 1:
            print(f"Courtois est prêt : http://{self._address}/", flush=True)
