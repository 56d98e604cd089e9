"""Which published version of the function answers, and which is known to have served well.

The stack's own alias leads to the version that answers: the latest, or by `--rollback` the one before. Another,
which nobody calls, keeps the last version that passed the last check whole: a release that failed never pushes it out,
and going back marks nothing, for it asks less than that check does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy.faults import Refused, code_of

PROVEN = "proven"


def current(client: Any, outputs: Mapping[str, str]) -> int:
    """The version that answers now."""
    found = client.get_alias(FunctionName=outputs["FunctionName"], Name=outputs["AliasName"])
    return int(found["FunctionVersion"])


def proven(client: Any, outputs: Mapping[str, str]) -> int | None:
    """The last version that passed the last check, or None before any has."""
    try:
        found = client.get_alias(FunctionName=outputs["FunctionName"], Name=PROVEN)
    except ClientError as error:
        if code_of(error) == "ResourceNotFoundException":
            return None
        raise
    return int(found["FunctionVersion"])


def previous(client: Any, outputs: Mapping[str, str], now: int) -> int:
    """Where to go back to from `now`: the last proven, else the one published before. Raises Refused."""
    known = proven(client, outputs)
    if known is not None and known < now:
        return known
    older = [version for version in _published(client, outputs) if version < now]
    if not older:
        raise Refused(
            f"La version {now} est la plus ancienne : il n’y en a pas d’autre où revenir."
        )
    return max(older)


def _published(client: Any, outputs: Mapping[str, str]) -> list[int]:
    names = _names(client, outputs)
    return [int(name) for name in names if name.isdecimal()]  # and « $LATEST », which is none


def _names(client: Any, outputs: Mapping[str, str]) -> list[str]:
    pages = client.get_paginator("list_versions_by_function").paginate(
        FunctionName=outputs["FunctionName"]
    )
    return [one["Version"] for page in pages for one in page["Versions"]]


def images(client: Any, outputs: Mapping[str, str]) -> set[str]:
    """The digests of the images that some version runs, « $LATEST » included."""
    asked = [(outputs["FunctionName"], name) for name in _names(client, outputs)]
    found = [client.get_function(FunctionName=name, Qualifier=which) for name, which in asked]
    return {one["Code"]["ResolvedImageUri"].partition("@")[2] for one in found}


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


def vouch(client: Any, outputs: Mapping[str, str]) -> None:
    """The version that answers has proved itself: keep it and the one that had, for each snapshot is paid for."""
    now, before = current(client, outputs), proven(client, outputs)
    if now == before:
        return
    mark = client.update_alias if before else client.create_alias
    mark(FunctionName=outputs["FunctionName"], Name=PROVEN, FunctionVersion=str(now))
    for version in _published(client, outputs):
        if version not in {now, before}:
            client.delete_function(FunctionName=outputs["FunctionName"], Qualifier=str(version))
