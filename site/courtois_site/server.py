"""Gunicorn, told everything here: a few processes, each with its threads, and silence.

Someone slow holds a thread for as long as they like: what is open to the world stands behind a
buffering proxy (`infra/nginx.conf`). Nothing of a request goes to the log, not even its address.
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

THREADS = (
    32  # a process draws one letter at a time, and eight wait: the others still answer at once
)
MEMORY = Path("/dev/shm")  # a worker's heartbeat must not wait for a disk, nor need one
LONGEST_ADDRESS = 2048  # bytes of a request's first line; ours are a tenth of it
MOST_HEADERS = 64
KEPT = 5  # seconds a connection stays open between two requests
LAST_REQUESTS = 20  # seconds given to the requests in flight when told to stop

CUT_WRONG = errors.ParseException  # a body in chunks that are none, among others

# What no application sees. In this order: our own faulty header is no fault of the person's.
TOLD = (
    (errors.InvalidResponseHeader, 500),
    (errors.InvalidResponseHeaderName, 500),
    (errors.LimitRequestLine, 414),
    (errors.LimitRequestHeaders, 431),
    (errors.ParseException, 400),
    (Exception, 500),
)
SENTENCES = {
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
PAGE = '<!doctype html>\n<html lang="fr">\n<meta charset="utf-8">\n<title>Courtois</title>\n<p role="alert">{}</p>\n'


class Worker(ThreadWorker):
    """Tells in French, and shortly, what was no request any application could see."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer; the log gets the name of the fault and no more."""
        status = next(status for kind, status in TOLD if isinstance(exc, kind))
        if status == 500:
            self.log.error("a request could not be answered: %s", type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(_answer(status))


def _answer(status: int) -> bytes:
    reason, sentence = SENTENCES[status]
    body = PAGE.format(french(sentence)).encode()
    told = HEADERS | {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


class Server(BaseApplication):
    """Serves what `load` gives, made anew in each process. Processes: `WEB_CONCURRENCY`, one unless told."""

    def __init__(self, load: Callable[[], WSGIApplication], host: str, port: int) -> None:
        self._load = load
        self._place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Everything gunicorn is told; the rest is as it comes."""
        told = {
            "bind": self._place,
            "worker_class": Worker,
            "threads": THREADS,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "keepalive": KEPT,
            "graceful_timeout": LAST_REQUESTS,
            "limit_request_line": LONGEST_ADDRESS,
            "limit_request_fields": MOST_HEADERS,
            "forwarded_allow_ips": "",  # nobody's word is taken on who asks, or how
            "loglevel": "error",  # a warning may quote what a broken request held
            "control_socket_disable": True,  # nothing is written, not even that
            "post_worker_init": self._announce,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """What a process serves. A start that fails is told in one sentence, and not tried again."""
        try:
            return self._load()
        except Exception as error:
            raise AppImportError(f"Courtois ne peut pas démarrer : {error!r}") from error

    def _announce(self, worker: Any) -> None:
        """Say where to look, once someone can; a process that takes another's place says nothing."""
        if worker.age == 1:
            print(f"Courtois est prêt : http://{self._place}/", flush=True)
