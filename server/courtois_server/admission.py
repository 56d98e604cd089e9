"""Admission: two requests compute at once, sixteen wait up to two seconds, the next ones get 503.

Python runs one thread at a time: requests that compute together slow each other down, and those that come
later too. PDFs have a queue of their own (`courtois_api.pdf`), which gives the form back. Short links wait
for a network and not for the processor. Health is always answered. Lambda runs one request per process, and
has a limit of its own.
"""

import threading

from flask import Flask, abort, g, request

from courtois_api.calculator_views import calculators
from courtois_api.letter_views import letters, pdf

COMPUTING = (letters.name, calculators.name)
QUEUED_ELSEWHERE = f"{letters.name}.{pdf.__name__}"  # an endpoint
RUNNING = 2  # requests that compute at once
WAITING = 16  # requests that wait behind them
LONGEST_WAIT = 2.0  # seconds


def limit_computing(app: Flask) -> None:
    """Admit requests to the endpoints that compute.

    The function has read the body before this check, so a slow sender holds no place.
    """
    places = threading.BoundedSemaphore(RUNNING + WAITING)
    running = threading.BoundedSemaphore(RUNNING)

    @app.before_request
    def enter() -> None:
        if request.blueprint not in COMPUTING or request.endpoint == QUEUED_ELSEWHERE:
            return
        if not places.acquire(blocking=False):
            abort(503)
        if not running.acquire(timeout=LONGEST_WAIT):
            places.release()
            abort(503)
        g.admitted = True

    @app.teardown_request
    def leave(_: BaseException | None) -> None:
        if g.pop("admitted", False):
            running.release()
            places.release()
