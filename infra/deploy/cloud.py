"""One AWS account and region: its clients, each made once, none of which waits for ever."""

from __future__ import annotations

import os
from typing import Any

import boto3
from botocore.config import Config

from infra.deploy.faults import Refused

REGION = "eu-west-3"  # Paris: what people type does not leave France
EDGE_REGION = "us-east-1"  # where CloudFront looks for certificates and firewalls
PATIENCE = Config(
    connect_timeout=10, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4}
)


class Cloud:
    """Gives the clients. Raises Refused for a region that does not exist."""

    def __init__(self, region: str | None = None) -> None:
        self.region = region or os.environ.get("AWS_REGION") or REGION
        self.session = boto3.Session(region_name=self.region)
        if self.region not in self.session.get_available_regions("lambda"):
            raise Refused(
                f"La région « {self.region} » n’existe pas : donnez-en une autre, par exemple « {REGION} »."
            )
        self._made: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region: str | None = None) -> Any:
        """The client of a service, here or in another region."""
        key = (service, region or self.region)
        if key not in self._made:
            self._made[key] = self.session.client(service, region_name=key[1], config=PATIENCE)
        return self._made[key]
