"""The public address, visited as a person would: pages, headers, a letter, and what must be refused."""

from __future__ import annotations

import json
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import date
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from courtois import law
from courtois.forms.flatten import flatten

DEMONSTRATION = "Instance de démonstration".encode()
TRIES = 8


def request(url: str, form: bytes | None = None) -> tuple[int, Message, bytes]:
    """Ask once, as a browser without scripts does: status, headers, body. Raises OSError or HTTPException."""
    try:
        with urllib.request.urlopen(url, form, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


def visit(outputs: Mapping[str, str], root: Path) -> Iterator[str]:
    """Yield a sentence for each promise that the site, deployed from `root`, does not keep."""
    site, function = outputs["SiteUrl"], outputs["FunctionUrl"]
    example = (root / "templates/letters/relance-1/example.toml").read_text("utf-8")
    letter = urlencode(flatten(tomllib.loads(example))).encode()
    promised = json.loads((root / "build/headers.json").read_text("utf-8"))
    known = json.dumps(law.valid_until(), default=date.isoformat).encode()
    missing = (root / "build/site/404.html").read_bytes()
    expected = [  # what is asked, its address, its form; the answer's status, headers and words
        ("l’accueil", site, None, 200, promised, b"<html"),
        ("l’état de la fonction", f"{site}api/sante", None, 200, promised, known),
        ("une lettre", f"{site}api/lettres/relance-1.pdf", letter, 200, promised, b"%PDF-"),
        ("une page absente", f"{site}cette-page-n-existe-pas/", None, 404, promised, missing),
        ("l’adresse de la fonction, sans le secret", f"{function}api/sante", None, 403, {}, b""),
    ]
    for what, url, form, status, headers, words in expected:
        try:
            faults = list(_faults(*request(url, form), status, headers, words))
        except (OSError, HTTPException) as error:
            faults = [f"pas de réponse lisible ({error})"]
        yield from (f"Essai, {what} : {fault}" for fault in faults)


def _faults(
    got: int, sent: Message, body: bytes, status: int, headers: Mapping[str, str], words: bytes
) -> Iterator[str]:
    if got != status:
        yield f"réponse {got} au lieu de {status}"
    if words not in body:
        yield f"il y manque « {words[:60].decode('utf-8', 'replace')} »"
    if DEMONSTRATION in body:
        yield "le site se dit encore « Instance de démonstration »"
    for name, value in headers.items():
        if sent.get(name) != value:
            yield f"en-tête {name} absent ou différent ({sent.get(name)})"


def settled(outputs: Mapping[str, str], root: Path, pause: float) -> list[str]:
    """Return the faults that remain after a few visits; the first visit without any is enough."""
    for _ in range(TRIES):  # CloudFront may still hold the former site for a moment
        faults = list(visit(outputs, root))
        if not faults:
            break
        time.sleep(pause)
    return faults


def is_healthy(site: str, pause: float) -> bool:
    """Return True when the function answers well three times: the former version has let go."""
    try:
        for _ in range(3):
            time.sleep(pause)
            if request(f"{site}api/sante")[0] != 200:
                return False
    except (OSError, HTTPException):
        return False
    return True
