"""A door for a server of one's own: two are answered at once, a few wait a little, the next is told to come back.

Python computes one thing at a time: a crowd that computes together slows itself down, and everyone behind it long
after it has gone. The press has its own line, and gives the form back; short links wait for a network, not for us;
health is always told. On Lambda each request has a process of its own, and a limit.
"""

import threading

from flask import Flask, abort, g, request

COMPUTED = {"calendar", "docx", "form", "html", "statement", "tool", "txt"}  # endpoints
AT_ONCE = 2
LINE = 16  # waiting behind them
PATIENCE = 2.0  # seconds one waits in line


def keep(app: Flask) -> None:
    """Put the door before what computes. Bodies are whole by then: someone slow to send holds no place."""
    places = threading.BoundedSemaphore(AT_ONCE + LINE)
    turns = threading.BoundedSemaphore(AT_ONCE)

    @app.before_request
    def enter() -> None:
        if request.endpoint not in COMPUTED:
            return
        if not places.acquire(blocking=False):
            abort(503)
        if not turns.acquire(timeout=PATIENCE):
            places.release()
            abort(503)
        g.inside = True

    @app.teardown_request
    def leave(_: BaseException | None) -> None:
        if g.pop("inside", False):
            turns.release()
            places.release()
