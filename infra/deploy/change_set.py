"""A CloudFormation stack, created or changed by a change set that a person has seen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from infra.deploy.aws_cli import AGAIN, AwsCli, Refused

# CloudFormation can only delete a stack whose creation failed.
FAILED_CREATIONS = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
Strings = Mapping[str, str]
Confirm = Callable[[str], None]  # asks the person, and raises Refused after a no
VERBS = {"Add": "crée", "Modify": "change", "Remove": "supprime"}


@dataclass(frozen=True)
class Stack:
    """A stack as AWS describes it. Without a stack, all is empty; a failed creation keeps no parameter."""

    status: str
    outputs: Strings
    parameters: Strings

    @property
    def stands(self) -> bool:
        """True when the stack can be changed, False when it is to be created."""
        return self.status not in FAILED_CREATIONS | {"", "REVIEW_IN_PROGRESS"}


def read(aws: AwsCli, name: str) -> Stack:
    """Return the stack of that name. Raises Refused."""
    asked = aws.ask("cloudformation describe-stacks", stack_name=name, absent="does not exist")
    found: dict[str, Any] = asked["Stacks"][0] if asked else {"StackStatus": ""}
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    given = {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])}
    stack = Stack(found["StackStatus"], outputs, given)
    return stack if stack.stands else replace(stack, parameters={})


def bring(
    aws: AwsCli, name: str, before: Stack, template: Path, values: Strings, confirm: Confirm
) -> Stack:
    """Create the stack, or change it as it was `before`. A parameter without a value keeps its own. Raises Refused."""
    if before.status in FAILED_CREATIONS:
        print(f"Pile : sa création avait échoué ({before.status}), elle est refaite.", flush=True)
        delete(aws, name)
    change_set = _create(aws, name, template, values)
    if not change_set:
        print("Pile : rien à changer.", flush=True)
        return before
    try:
        confirm("Appliquer ces changements ?")
    except Refused:
        if before.stands:
            aws.run("cloudformation delete-change-set", change_set_name=change_set)
        else:  # the change set had created it, empty
            delete(aws, name)
        raise
    aws.run("cloudformation execute-change-set", change_set_name=change_set)
    print("Pile : en cours, quelques minutes (CloudFront est lent)…", flush=True)
    _wait(aws, name, "update" if before.stands else "create")
    return read(aws, name)


def _create(aws: AwsCli, name: str, template: Path, values: Strings) -> str:
    """Create a change set, print it and return its ARN; nothing when the stack would not change.

    Values go by the standard input: the machine's other users would see a secret among arguments.
    """
    said = aws.run(
        "cloudformation deploy --no-execute-changeset --no-fail-on-empty-changeset",
        *["--stack-name", name, "--template-file", str(template)],
        *["--capabilities", "CAPABILITY_IAM", "--parameter-overrides", "file:///dev/stdin"],
        stdin=json.dumps([f"{key}={value}" for key, value in values.items()]),
    )
    found = re.search(r"arn:\S+:changeSet/\S+", said)
    if not found:
        return ""
    described = aws.ask("cloudformation describe-change-set", change_set_name=found[0])
    for change in (one["ResourceChange"] for one in described["Changes"]):
        replaced = change.get("Replacement") == "True"
        verb = "remplace" if replaced else VERBS[change["Action"]]
        print(f"  {verb:<9} {change['LogicalResourceId']} ({change['ResourceType']})")
    return found[0]


def delete(aws: AwsCli, name: str) -> None:
    """Delete the stack, and wait. Raises Refused."""
    aws.run("cloudformation delete-stack", stack_name=name)
    _wait(aws, name, "delete")


def _wait(aws: AwsCli, name: str, what: str) -> None:
    """Wait. Raises Refused, with what AWS says of each resource that failed since the change began."""
    try:
        aws.run(f"cloudformation wait stack-{what}-complete", stack_name=name)
    except Refused as refused:
        faults: list[str] = []
        told = aws.ask("cloudformation describe-stack-events", stack_name=name)
        for event in told["StackEvents"]:
            reason, resource = event.get("ResourceStatusReason", ""), event["LogicalResourceId"]
            if resource == name and reason == "User Initiated":
                break
            if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
                faults.append(f"« {resource} » ({event['ResourceType']}) : {reason}")
        raise Refused(*(faults or refused.faults[:1]), AGAIN) from None
