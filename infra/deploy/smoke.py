"""The public address, visited as a person would: pages, headers, a letter, and a refusal."""

import json
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from courtois import law
from courtois.forms.flatten import flatten
from infra.deploy.change_set import Strings

DEMONSTRATION = "Instance de démonstration".encode()
TRIES = 8


def request(url: str, form: bytes | None = None) -> tuple[int, Message, bytes]:
    """Return the status, headers and body that a browser without scripts gets. Raises OSError or HTTPException."""
    try:
        answer = urllib.request.urlopen(url, form, timeout=30)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.headers, answer.read()


def lasting_faults(outputs: Strings, root: Path, pause: float) -> list[str]:
    """Return the faults that remain after a few visits; the first visit without any is enough."""
    for _ in range(TRIES):  # CloudFront may still hold the former site for a moment
        faults = list(visit(outputs, root))
        if not faults:
            break
        time.sleep(pause)
    return faults


def visit(outputs: Strings, root: Path) -> Iterator[str]:
    """Yield a sentence for each promise that the site, deployed from `root`, does not keep."""
    site, function = outputs["SiteUrl"], outputs["FunctionUrl"]
    example = (root / "templates/letters/relance-1/example.toml").read_text("utf-8")
    letter = urlencode(flatten(tomllib.loads(example))).encode()
    usual = json.loads((root / "build/headers.json").read_text("utf-8"))
    known = json.dumps(law.valid_until(), default=date.isoformat).encode()
    missing = (root / "build/site/404.html").read_bytes()
    expected = [  # a name, the request's address and form; the answer's status, headers and words
        ("l’accueil", site, None, 200, usual, b"<html"),
        ("l’état de la fonction", f"{site}api/sante", None, 200, usual, known),
        ("une lettre", f"{site}api/lettres/relance-1.pdf", letter, 200, usual, b"%PDF-"),
        ("une page absente", f"{site}cette-page-n-existe-pas/", None, 404, usual, missing),
        ("l’adresse de la fonction, sans le secret", f"{function}api/sante", None, 403, {}, b""),
    ]
    for name, url, form, status, headers, words in expected:
        try:
            faults = list(_faults(request(url, form), status, headers, words))
        except (OSError, HTTPException) as error:
            faults = [f"pas de réponse lisible ({error})"]
        yield from (f"Essai, {name} : {fault}" for fault in faults)


def _faults(
    answer: tuple[int, Message, bytes], status: int, headers: Strings, words: bytes
) -> Iterator[str]:
    """Yield what differs from the status, headers and words that were promised."""
    got, sent, body = answer
    if got != status:
        yield f"réponse {got} au lieu de {status}"
    if words not in body:
        yield f"il y manque « {words[:60].decode('utf-8', 'replace')} »"
    if DEMONSTRATION in body:
        yield "le site se dit encore « Instance de démonstration »"
    for name, value in headers.items():
        if sent.get(name) != value:
            yield f"en-tête {name} absent ou différent ({sent.get(name)})"


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
