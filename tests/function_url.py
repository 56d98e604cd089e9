"""What a Function URL makes of a request, and what it makes of an answer (payload 2.0)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, NamedTuple

SECRET = "a secret only the CDN knows"
ORIGIN = ("X-Courtois-Origin", SECRET)
HOST = "abcdefghij.lambda-url.eu-west-3.on.aws"
TEXT = ("text/", "application/json")  # other bodies travel as base64, a form's too


def request(
    method: str,
    path: str,
    body: bytes = b"",
    *,
    headers: Iterable[tuple[str, str]] = (),
    kind: str = "",
    query: str = "",
    cookies: list[str] | None = None,
) -> dict[str, Any]:
    """The event for a request that came through the CDN: names in lower case, values joined."""
    told: dict[str, str] = {}
    sent = [("Host", HOST), ORIGIN, *headers, *([("Content-Type", kind)] if kind else [])]
    for name, value in sent:
        key = name.lower()
        told[key] = f"{told[key]},{value}" if key in told else value
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": told,
        "requestContext": {"domainName": HOST, "http": {**http, "userAgent": "tests"}},
        "isBase64Encoded": False,
    }
    if cookies is not None:
        event["cookies"] = cookies
    if body and kind.startswith(TEXT):
        event["body"] = body.decode()
    elif body:
        event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return event


class Reply(NamedTuple):
    """What the person gets."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes
    encoded: bool

    @property
    def text(self) -> str:
        return self.body.decode()


def reply(payload: dict[str, Any]) -> Reply:
    """Read the function's answer as a Function URL does."""
    body, encoded = payload.get("body", ""), payload.get("isBase64Encoded", False)
    return Reply(
        payload["statusCode"],
        payload.get("headers", {}),
        payload.get("cookies", []),
        base64.b64decode(body, validate=True) if encoded else body.encode(),
        encoded,
    )
