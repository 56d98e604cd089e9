"""A Lambda Function URL: a request as an event, and the function's payload as an answer (format 2.0)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, NamedTuple

SECRET = "a secret only the CDN knows"
ORIGIN = ("X-Courtois-Origin", SECRET)
HOST = "abcdefghij.lambda-url.eu-west-3.on.aws"
TEXT = ("text/", "application/json")  # other bodies are in base64, a form's too


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
    """Return the event of a request that came through the CDN: header names in lower case, values joined."""
    joined: dict[str, str] = {}
    sent = [("Host", HOST), ORIGIN, *headers, *([("Content-Type", kind)] if kind else [])]
    for name, value in sent:
        key = name.lower()
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": joined,
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
    """The answer that a person gets."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes
    encoded: bool

    @property
    def text(self) -> str:
        return self.body.decode()


def reply(payload: dict[str, Any]) -> Reply:
    """Return the function's payload as the answer that a Function URL makes of it."""
    body, encoded = payload.get("body", ""), payload.get("isBase64Encoded", False)
    return Reply(
        payload["statusCode"],
        payload.get("headers", {}),
        payload.get("cookies", []),
        base64.b64decode(body, validate=True) if encoded else body.encode(),
        encoded,
    )
