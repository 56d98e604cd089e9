"""Which published version of the function answers: the latest, or by `--rollback` the one before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infra.deploy.faults import Refused


def current(client: Any, outputs: Mapping[str, str]) -> int:
    """The version that answers now."""
    found = client.get_alias(FunctionName=outputs["FunctionName"], Name=outputs["AliasName"])
    return int(found["FunctionVersion"])


def previous(client: Any, outputs: Mapping[str, str]) -> int:
    """The version published before the one that answers. Raises Refused when there is none."""
    now = current(client, outputs)
    older = [version for version in _published(client, outputs) if version < now]
    if not older:
        raise Refused(f"La version {now} est la plus ancienne : il n’y a pas où revenir.")
    return max(older)


def _published(client: Any, outputs: Mapping[str, str]) -> list[int]:
    pages = client.get_paginator("list_versions_by_function").paginate(
        FunctionName=outputs["FunctionName"]
    )
    names = [one["Version"] for page in pages for one in page["Versions"]]
    return [int(name) for name in names if name.isdecimal()]  # and « $LATEST », which is none


def point(client: Any, outputs: Mapping[str, str], version: int) -> None:
    """Let that version answer from now on; it takes a moment, and nothing is interrupted."""
    client.update_alias(
        FunctionName=outputs["FunctionName"],
        Name=outputs["AliasName"],
        FunctionVersion=str(version),
    )


def forward(client: Any, outputs: Mapping[str, str]) -> None:
    """After a rollback the stack believes its version answers: make it so again."""
    version = int(outputs["FunctionVersion"])
    if current(client, outputs) != version:
        print(
            f"Fonction : un retour en arrière avait eu lieu, la version {version} répond de nouveau."
        )
        point(client, outputs, version)


def address(client: Any, outputs: Mapping[str, str]) -> str:
    """The function's own address, which only CloudFront may use."""
    found = client.get_function_url_config(
        FunctionName=outputs["FunctionName"], Qualifier=outputs["AliasName"]
    )
    return str(found["FunctionUrl"])


def prune(client: Any, outputs: Mapping[str, str], before: int) -> None:
    """Keep the version that answers and the one that did `before`: each one's snapshot is paid for."""
    kept = {before, current(client, outputs)}
    for version in sorted(_published(client, outputs)):
        if len(kept) == 2 and version not in kept:
            client.delete_function(FunctionName=outputs["FunctionName"], Qualifier=str(version))
