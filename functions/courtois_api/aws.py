"""The function on AWS Lambda: the same application, behind the one door that knows our secret.

Whatever is slow is done on import, once, before anyone asks, and is what SnapStart keeps: law,
templates, stylesheet, fonts, one letter drawn. Nothing is to be refreshed after a restore: ids are
drawn from the kernel (os.urandom), days are read at each request, boto3 opens when first used.
"""

import os
from hmac import compare_digest
from pathlib import Path
from typing import Any

from apig_wsgi import make_lambda_handler

from courtois_api import store
from courtois_api.app import create_app

SECRET = os.environ.get("COURTOIS_ORIGIN_SECRET", "").encode()
if not SECRET:  # a function's address is public: without its secret it would answer anyone
    raise RuntimeError(
        "COURTOIS_ORIGIN_SECRET est vide : sans ce secret, la fonction ne démarre pas."
    )
DOOR = "x-courtois-origin"
REFUSAL = {"statusCode": 403}

_shares = store.opened(os.environ.get("COURTOIS_SHARES"))
_app = create_app(Path("templates").resolve(), Path("build").resolve(), _shares)
_answer = make_lambda_handler(_app)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer what comes through the CDN; refuse the rest before reading any of it."""
    headers = event.get("headers") or {}  # Lambda writes their names in lower case
    if not compare_digest(headers.get(DOOR, "").encode("utf-8", "replace"), SECRET):
        return REFUSAL
    headers.pop("transfer-encoding", None)  # however it travelled, the body is here whole
    return _answer(event, context)
