"""The function on AWS Lambda: the same application, which answers only requests that hold the CDN's secret.

Everything slow is done on import, and SnapStart keeps the result: the law, the templates, the stylesheet, the
fonts, a first letter drawn. Nothing needs a refresh after a restore: ids come from the kernel (os.urandom),
days are read at each request, boto3 is opened at first use.
"""

import os
from hmac import compare_digest
from pathlib import Path
from typing import Any

from apig_wsgi import make_lambda_handler

from courtois_api import store
from courtois_api.app import create_app

SECRET = os.environ.get("COURTOIS_ORIGIN_SECRET", "").encode()
if not SECRET:  # the function's URL is public: without a secret it would answer anyone
    raise RuntimeError(
        "COURTOIS_ORIGIN_SECRET est vide : sans ce secret, la fonction ne démarre pas."
    )
SECRET_HEADER = "x-courtois-origin"
FORBIDDEN = {"statusCode": 403}

_shares = store.open_store(os.environ.get("COURTOIS_SHARES"))
_app = create_app(Path("templates").resolve(), Path("build").resolve(), _shares)
_answer = make_lambda_handler(_app)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer requests that come through the CDN; refuse the others before reading anything of them."""
    headers = event.get("headers") or {}  # Lambda writes their names in lower case
    if not compare_digest(headers.get(SECRET_HEADER, "").encode("utf-8", "replace"), SECRET):
        return FORBIDDEN
    headers.pop("transfer-encoding", None)  # the body of an event is always whole
    return _answer(event, context)
