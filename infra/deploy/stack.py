"""The CloudFormation stack as it stands, and what it is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy.faults import Refused, code_of, message_of

NAME = "courtois"
# A stack whose creation failed can only be removed.
STILLBORN = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}


@dataclass(frozen=True)
class Stack:
    """A stack as it stands."""

    status: str
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]

    @property
    def is_stillborn(self) -> bool:
        """True when it must be removed before another try."""
        return self.status in STILLBORN

    @property
    def is_busy(self) -> bool:
        """True while someone else's change is under way."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def stands(self) -> bool:
        """True when it can be changed, False when it is to be created."""
        return not self.is_stillborn and self.status != "REVIEW_IN_PROGRESS"

    @property
    def known(self) -> Mapping[str, str]:
        """What it was told, and keeps unless told otherwise; a secret shows as stars."""
        return self.parameters if self.stands else {}


def read(client: Any, name: str) -> Stack | None:
    """The stack of that name, or None. Raises ClientError."""
    try:
        (found,) = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if code_of(error) == "ValidationError" and "does not exist" in message_of(error):
            return None
        raise
    return Stack(
        found["StackStatus"],
        {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])},
        {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
    )


def template_of(client: Any, found: Stack | None) -> str | None:
    """The template the stack was made from, as it was sent; None without a stack."""
    if found is None or not found.stands:
        return None
    return str(client.get_template(StackName=NAME, TemplateStage="Original")["TemplateBody"])


def declared(client: Any, template: str) -> dict[str, str | None]:
    """The template's parameters with their defaults; the service reads it, so that a fault shows."""
    told = client.get_template_summary(TemplateBody=template)["Parameters"]
    return {one["ParameterKey"]: one.get("DefaultValue") for one in told}


def value(
    name: str, names: Mapping[str, str | None], before: Stack | None, given: Mapping[str, str]
) -> str:
    """A parameter as the stack will have it: given now, kept, or its default."""
    known = before.known if before else {}
    return given.get(name) or known.get(name) or names.get(name) or ""


def asked(
    names: Mapping[str, str | None],
    before: Stack | None,
    values: Mapping[str, str],
    first: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The parameters to send: `values`, then what was set before, then `first`, then the default."""
    known = before.known if before else {}
    sent: list[dict[str, Any]] = []
    for name, default in names.items():
        if name in values:
            sent.append({"ParameterKey": name, "ParameterValue": values[name]})
        elif name in known:
            sent.append({"ParameterKey": name, "UsePreviousValue": True})
        elif name in first:
            sent.append({"ParameterKey": name, "ParameterValue": first[name]})
        elif default is None:
            raise Refused(f'Le paramètre « {name} » n’a pas de valeur : SET="{name}=…".')
    return sent
