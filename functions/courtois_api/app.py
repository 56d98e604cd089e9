"""The function: a small Flask application under `/api`, stateless, that logs nothing of anyone.

`letters` writes letters, `tools` counts and looks ahead, and GET /api/sante says how it is. They keep
nothing; `shares` keeps, for a few days, what browsers sealed and it cannot read.
"""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, jsonify, request

from courtois import law
from courtois.service import LetterService
from courtois_api.letters import Letters
from courtois_api.pdf import Press
from courtois_api.problems import handle
from courtois_api.received import count_first
from courtois_api.same_origin import refuse_other_sites
from courtois_api.shares import Shares
from courtois_api.shells import PageShells
from courtois_api.store import Store
from courtois_api.tools import Tools

JSON = "application/json"
ANSWERED = {"pdf", "html", "txt", "docx", "form", "tool", "statement", "calendar"}  # endpoints
LARGEST_REQUEST = 256 * 1024  # bytes; a form of fifty invoices is a tenth of it


def create_app(templates: Path, build: Path, shares: Store | None = None) -> Flask:
    """Open everything a letter needs, draw one to warm up, and serve.

    `build` holds what freezing the site left for the function: `pages/` and `*.json`;
    `shares` is where short links are kept, None where none is offered.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    # A redirect that merges slashes would trust the Host header.
    app.url_map.merge_slashes = False
    # Flask would log the path and a traceback; `problems` logs lines of code.
    app.logger.disabled = True
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    desk, pages = LetterService(templates), PageShells(build)
    letters, tools = Letters(desk, Press(templates), pages), Tools(desk, pages)
    letters.warm()
    handle(app, pages)
    refuse_other_sites(app, pages.address)
    count_first(app, ANSWERED)

    _answer(app, letters, tools)
    Shares(shares).serve(app)
    calls = (build / "openapi.json").read_text("utf-8")
    app.add_url_rule("/api/openapi.json", "openapi", lambda: (calls, {"Content-Type": JSON}))
    app.add_url_rule("/api/sante", "health", lambda: _health(desk))
    app.after_request(_guarded(pages))
    return app


def _answer(app: Flask, letters: Letters, tools: Tools) -> None:
    """Every call that takes answers."""
    for way in ("pdf", "html", "txt", "docx"):
        path = f"/api/lettres/<slug>.{way}"
        app.add_url_rule(path, way, getattr(letters, way), methods=["POST"])
    app.add_url_rule("/api/formulaires/<slug>", "form", letters.form, methods=["POST"])
    app.add_url_rule("/api/outils/<slug>", "tool", tools.tool, methods=["POST"])
    app.add_url_rule("/api/decompte", "statement", tools.statement, methods=["POST"])
    app.add_url_rule("/api/calendrier.ics", "calendar", tools.calendar, methods=["POST"])


def _health(desk: LetterService) -> Response:
    """Up, with the letters it can write and the last day its half-yearly rates cover."""
    until = law.valid_until()
    return jsonify(
        status="ok",
        letters=[kind.slug for kind in desk.catalogue],
        law_valid_until=until.isoformat() if until else None,
    )


def _guarded(pages: PageShells) -> Callable[[Response], Response]:
    """Kept nowhere, framed by nobody but our own preview, and no script but ours."""

    def guard(response: Response) -> Response:
        response.headers.update(pages.headers)
        response.headers["Cache-Control"] = "no-store"
        if request.path.startswith("/api/lettres/") and request.path.endswith(".html"):
            policy = response.headers["Content-Security-Policy"]
            framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["Content-Security-Policy"] = framed
        return response

    return guard
