"""The function: a small Flask application under `/api`, stateless, that keeps and logs nothing.

    POST /api/lettres/<slug>.pdf|.html|.txt   a letter
    POST /api/formulaires/<slug>              the form, filled: rows added or removed, the review
    GET  /api/sante                           how it is
"""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, jsonify, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from courtois import forms
from courtois.compose import Letter, compose
from courtois.errors import UnknownLetter
from courtois.letters import Catalogue, LetterType
from courtois.render import Renderer
from courtois.typeface import Typeface
from courtois_api.pages import Pages
from courtois_api.pdf import Press
from courtois_api.problems import handle, refusal, told_as_json

LARGEST_REQUEST = 256 * 1024  # bytes; one call, a form of fifty invoices is a tenth of it
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)


def today_in_paris() -> date:
    """The day a letter bears when the person gives none."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()
