"""Answers as the body of a request: a form, a form in parts, JSON nested as the names are, or flat JSON."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

Body = tuple[bytes, dict[str, str]]
BOUNDARY = "courtois-same-0f5a"


def form(answers: Mapping[str, str]) -> Body:
    """Return the body of a plain form, and its headers."""
    body = urlencode(answers, encoding="utf-8", errors="surrogatepass").encode("ascii")
    return body, {"Content-Type": "application/x-www-form-urlencoded"}


def parts(answers: Mapping[str, str]) -> Body:
    """Return the body of a form sent as `multipart/form-data`, and its headers."""
    head = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    written = "".join(head.format(BOUNDARY, name, value) for name, value in answers.items())
    body = f"{written}--{BOUNDARY}--\r\n".encode("utf-8", "surrogatepass")
    return body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def flat(answers: Mapping[str, str]) -> Body:
    """Return a JSON object with one key for each flat name, and its headers."""
    return _json(dict(answers))


def nested(answers: Mapping[str, str]) -> Body:
    """Return a JSON document nested like the names, rows in arrays, and its headers."""
    document: dict[str, Any] = {}
    for name, value in answers.items():
        *groups, last = name.split("-")
        place = document
        for group in groups:
            inner = place.setdefault(group, {})
            if not isinstance(inner, dict):  # a hostile name goes through an answer
                break
            place = inner
        place[last] = value
    return _json(_with_arrays(document))


def _with_arrays(value: Any) -> Any:
    """Turn an object whose keys are 0, 1, 2… into an array."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_arrays(part) for key, part in value.items()}
    numbered = [str(place) for place in range(len(inner))]
    return list(inner.values()) if inner and list(inner) == numbered else inner


def _json(document: Any) -> Body:
    return json.dumps(document).encode("ascii"), {"Content-Type": "application/json"}


BODY_WRITERS = (form, nested, parts, flat)
