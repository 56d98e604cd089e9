"""What an instance costs a month, reckoned from the prices in prices.toml and a use said here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PRICES = Path(__file__).with_name("prices.toml")

# One letter written, generously: its author looks around, and so do readers who write none.
VISITS = 6
REQUESTS_A_VISIT = 60  # pages and what they load
MEGABYTES_A_VISIT = 1.5
CALLS = 60  # to the function: each pause in typing draws the letter again
SECONDS_A_CALL = 0.15
RESTORES = 1  # of the snapshot
MISSED = 0.1  # of the requests, those CloudFront asks the bucket

MEMORY = 1769  # megabytes, unless told otherwise: one whole processor
MONTH = 30.4 * 24 * 60 * 60  # seconds
VERSIONS = 2  # kept, the one that answers and the one before: each one's snapshot is paid for
IMAGES, IMAGE = (
    VERSIONS + 1,
    0.2,
)  # kept, theirs and a try that failed; each in gigabytes, compressed
SENT = 4 * 150  # files: four deployments a month, each of which sends them all
ALARMS = 4


def monthly(
    letters: int,
    memory: int = MEMORY,
    snapshot: bool = True,
    firewall: bool = False,
    free: bool = True,
) -> dict[str, float]:
    """US dollars a month by service, for so many letters; `free` counts what AWS gives every month.

    `memory` is the function's, in megabytes; `snapshot` and `firewall` say whether it has one.
    """
    prices: Mapping[str, Any] = tomllib.loads(PRICES.read_text("utf-8"))
    gigabytes, requests = memory / 1024, letters * (VISITS * REQUESTS_A_VISIT + CALLS)
    told = {
        "Lambda": _function(prices["lambda"], letters * CALLS, gigabytes, free),
        "SnapStart": snapshot * _snapshot(prices["snapstart"], letters, gigabytes),
        "CloudFront": _front(prices["cloudfront"], letters, requests, free),
        "S3": requests * MISSED * prices["s3"]["read"] + SENT * prices["s3"]["write"],
        "ECR": IMAGES * IMAGE * prices["ecr"]["gigabyte_month"],
        "CloudWatch": _beyond(ALARMS, prices["cloudwatch"]["free_alarms"], free)
        * prices["cloudwatch"]["alarm_month"],
        "WAF": firewall * (prices["waf"]["month"] + requests * prices["waf"]["request"]),
    }
    return {service: round(dollars, 2) for service, dollars in told.items()}


def capped(places: int, memory: int = MEMORY) -> float:
    """US dollars of computing a month, were all the function's places busy at every moment of it."""
    prices: Mapping[str, Any] = tomllib.loads(PRICES.read_text("utf-8"))
    return places * MONTH * memory / 1024 * float(prices["lambda"]["gb_second"])


def _beyond(used: float, given: float, free: bool) -> float:
    """What is left to pay once what is given has been used."""
    return max(0.0, used - given * free)


def _function(price: Mapping[str, float], calls: int, gigabytes: float, free: bool) -> float:
    seconds = _beyond(calls * SECONDS_A_CALL * gigabytes, price["free_gb_seconds"], free)
    asked = _beyond(calls, price["free_requests"], free)
    return seconds * price["gb_second"] + asked * price["request"]


def _snapshot(price: Mapping[str, float], letters: int, gigabytes: float) -> float:
    kept = VERSIONS * MONTH * price["cached_gb_second"]
    return gigabytes * (kept + letters * RESTORES * price["restored_gb"])


def _front(price: Mapping[str, float], letters: int, requests: int, free: bool) -> float:
    sent = _beyond(letters * VISITS * MEGABYTES_A_VISIT / 1000, price["free_gigabytes"], free)
    runs = (
        letters * VISITS * REQUESTS_A_VISIT
    )  # of the routes: only pages ask for one, all are counted
    return (
        sent * price["gigabyte"]
        + _beyond(requests, price["free_requests"], free) * price["request"]
        + _beyond(runs, price["free_runs"], free) * price["run"]
    )
