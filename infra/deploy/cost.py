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

MONTH = 30.4 * 24 * 60 * 60  # seconds
IMAGES, IMAGE = 5, 0.15  # kept, each in gigabytes, compressed
DEPLOYMENTS, FILES = 4, 150  # a month; sent by each at most
ALARMS = 4


def monthly(
    letters: int,
    memory: int = 1769,
    snapshot: bool = True,
    firewall: bool = False,
    free: bool = True,
) -> dict[str, float]:
    """US dollars a month by service, for so many letters; `free` counts what AWS gives every month.

    `memory` is the function's, in megabytes; `snapshot` and `firewall` say whether it has one.
    """
    prices: Mapping[str, Any] = tomllib.loads(PRICES.read_text("utf-8"))
    visits, calls, gigabytes = letters * VISITS, letters * CALLS, memory / 1024

    def beyond(used: float, given: float) -> float:
        return max(0.0, used - given * free)

    compute, edge, store = prices["lambda"], prices["cloudfront"], prices["s3"]
    requests = visits * REQUESTS_A_VISIT + calls
    told = {
        "Lambda": beyond(calls * SECONDS_A_CALL * gigabytes, compute["free_gb_seconds"])
        * compute["gb_second"]
        + beyond(calls, compute["free_requests"]) * compute["request"],
        "SnapStart": snapshot
        * gigabytes
        * (
            MONTH * prices["snapstart"]["cached_gb_second"]
            + letters * RESTORES * prices["snapstart"]["restored_gb"]
        ),
        "CloudFront": beyond(visits * MEGABYTES_A_VISIT / 1000, edge["free_gigabytes"])
        * edge["gigabyte"]
        + beyond(requests, edge["free_requests"]) * edge["request"],
        "S3": requests * MISSED * store["read"] + DEPLOYMENTS * FILES * store["write"],
        "ECR": IMAGES * IMAGE * prices["ecr"]["gigabyte_month"],
        "CloudWatch": beyond(ALARMS, prices["cloudwatch"]["free_alarms"])
        * prices["cloudwatch"]["alarm_month"],
        "WAF": firewall * (prices["waf"]["month"] + requests * prices["waf"]["request"]),
    }
    return {service: round(dollars, 2) for service, dollars in told.items()}
