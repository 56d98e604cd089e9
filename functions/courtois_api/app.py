"""The function: a small Flask application under `/api`. It keeps no answer and logs nothing of anyone.

`letter_views` writes letters. `calculator_views` computes sums and days. `shares` keeps for a few days what browsers
have sealed, which nobody can read here. GET /api/sante reports the health of the function.
"""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, jsonify, request

from courtois import law
from courtois.forms.field_names import LARGEST_REQUEST
from courtois.service import LetterService
from courtois_api.calculator_views import calculators
from courtois_api.clock import today_in_paris
from courtois_api.endpoint import EXTENSION, Resources
from courtois_api.incoming import check_requests
from courtois_api.letter_views import letters
from courtois_api.pdf import PdfRenderer
from courtois_api.problems import handle_errors
from courtois_api.shares import Shares
from courtois_api.shells import PageShells
from courtois_api.store import Store

JSON = "application/json"


def create_app(templates: Path, build: Path, shares: Store | None = None) -> Flask:
    """Open everything a letter needs, draw one to warm up, and serve.

    `build` holds what freezing wrote for the function: `pages/` and `*.json`. `shares` is where short links
    are kept, None where none is offered.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    # A redirect that merges slashes would trust the Host header.
    app.url_map.merge_slashes = False
    # Flask would log the path and a traceback; `problems` logs lines of code.
    app.logger.disabled = True
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    resources = Resources(LetterService(templates), PdfRenderer(templates), PageShells(build))
    app.extensions[EXTENSION] = resources
    _warm_up(resources)
    handle_errors(app, resources.shells)
    check_requests(app, resources.shells.address, letters.name, calculators.name)
    app.register_blueprint(letters)
    app.register_blueprint(calculators)
    Shares(shares).serve(app)
    _describe(app, build, resources.service)
    app.after_request(_with_headers(resources.shells.headers))
    return app


def _warm_up(resources: Resources) -> None:
    """Draw the longest letter, with tables and a QR, so that the first person does not wait for theirs."""
    service = resources.service
    letter_type = max(service.catalogue, key=lambda letter_type: letter_type.final)
    resources.pdf.draw(service.renderer.document(service.model(letter_type, today_in_paris()), ""))


def _describe(app: Flask, build: Path, service: LetterService) -> None:
    """The endpoints that need no answer: the function's health, and the description of its calls."""
    openapi = (build / "openapi.json").read_text("utf-8")
    slugs = [letter_type.slug for letter_type in service.catalogue]

    @app.get("/api/openapi.json", endpoint="openapi")
    def describe() -> tuple[str, dict[str, str]]:
        return openapi, {"Content-Type": JSON}

    @app.get("/api/sante", endpoint="health")
    def health() -> Response:
        """The letters it writes, and the last day that its half-yearly rates cover."""
        until = law.valid_until()
        return jsonify(
            status="ok", letters=slugs, law_valid_until=until.isoformat() if until else None
        )


def _with_headers(headers: dict[str, str]) -> Callable[[Response], Response]:
    """Add the security headers to every answer. Only our own pages may frame a letter, for its preview."""

    def add(response: Response) -> Response:
        response.headers.update(headers)
        response.headers["Cache-Control"] = "no-store"
        if request.path.startswith("/api/lettres/") and request.path.endswith(".html"):
            policy = response.headers["Content-Security-Policy"]
            framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["Content-Security-Policy"] = framed
        return response

    return add
