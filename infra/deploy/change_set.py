"""A CloudFormation stack, created or changed by a change set that a person has seen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from infra.deploy.aws_cli import AGAIN, AwsCli, Refused

# CloudFormation can only delete a stack whose creation failed.
FAILED_CREATIONS = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
VERBS = {"Add": "crée", "Modify": "change", "Remove": "supprime"}
Strings = Mapping[str, str]
Confirm = Callable[[str], None]  # asks the person, and raises Refused after a no


@dataclass(frozen=True)
class Stack:
    """A stack as AWS describes it. Its status is empty when it does not exist."""

    aws: AwsCli
    name: str
    status: str = ""
    outputs: Strings = field(default_factory=dict)
    parameters: Strings = field(default_factory=dict)

    @property
    def is_deployed(self) -> bool:
        """True when the stack can be changed, False when it is to be created."""
        return self.status not in FAILED_CREATIONS | {"", "REVIEW_IN_PROGRESS"}

    def apply(self, template: Path, values: Strings, confirm: Confirm) -> Stack:
        """Create or change the stack, and return it. A parameter without a value keeps its own. Raises Refused."""
        if self.status in FAILED_CREATIONS:
            print(f"Pile : sa création avait échoué ({self.status}), elle est refaite.", flush=True)
            self.delete()
        change_set = self._create_change_set(template, values)
        if not change_set:
            print("Pile : rien à changer.", flush=True)
            return self
        try:
            confirm("Appliquer ces changements ?")
        except Refused:
            if self.is_deployed:
                self.aws.run("cloudformation delete-change-set", change_set_name=change_set)
            else:  # the change set had created it, empty
                self.delete()
            raise
        self.aws.run("cloudformation execute-change-set", change_set_name=change_set)
        print("Pile : en cours, quelques minutes (CloudFront est lent)…", flush=True)
        self._wait("update" if self.is_deployed else "create")
        return read(self.aws, self.name)

    def delete(self) -> None:
        """Delete the stack, and wait. Raises Refused."""
        self.aws.run("cloudformation delete-stack", stack_name=self.name)
        self._wait("delete")

    def _create_change_set(self, template: Path, values: Strings) -> str:
        """Create a change set, print it and return its ARN, which is empty when the stack would not change.

        Values go by the standard input: the machine's other users would see a secret among arguments.
        """
        output = self.aws.run(
            "cloudformation deploy --no-execute-changeset --no-fail-on-empty-changeset "
            "--capabilities CAPABILITY_IAM --parameter-overrides file:///dev/stdin",
            stdin=json.dumps([f"{name}={value}" for name, value in values.items()]),
            stack_name=self.name,
            template_file=str(template),
        )
        arn = re.search(r"arn:\S+:changeSet/\S+", output)
        if not arn:
            return ""
        query = {"change_set_name": arn[0], "query": "Changes[].ResourceChange"}
        for change in self.aws.run_json("cloudformation describe-change-set", **query):
            replaced = change.get("Replacement") == "True"
            verb = "remplace" if replaced else VERBS[change["Action"]]
            print(f"  {verb:<9} {change['LogicalResourceId']} ({change['ResourceType']})")
        return arn[0]

    def _wait(self, operation: str) -> None:
        """Wait for the end. Raises Refused, with AWS's reason for each resource that failed."""
        try:
            self.aws.run(f"cloudformation wait stack-{operation}-complete", stack_name=self.name)
        except Refused as refused:
            raise Refused(*(self._failures() or refused.faults[:1]), AGAIN) from None

    def _failures(self) -> list[str]:
        """Return a sentence for each resource that failed since the operation began."""
        failures: list[str] = []
        query = {"stack_name": self.name, "query": "StackEvents"}
        for event in self.aws.run_json("cloudformation describe-stack-events", **query):
            reason, resource = event.get("ResourceStatusReason", ""), event["LogicalResourceId"]
            if resource == self.name and reason == "User Initiated":
                break
            if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
                failures.append(f"« {resource} » ({event['ResourceType']}) : {reason}")
        return failures


def read(aws: AwsCli, name: str) -> Stack:
    """Return the stack of that name; a stack whose creation failed keeps no parameter. Raises Refused."""
    query = {"stack_name": name, "query": "Stacks[0]", "ignored": "does not exist"}
    answer = aws.run_json("cloudformation describe-stacks", **query) or {"StackStatus": ""}
    outputs = {pair["OutputKey"]: pair["OutputValue"] for pair in answer.get("Outputs", [])}
    pairs = answer.get("Parameters", [])
    parameters = {pair["ParameterKey"]: pair["ParameterValue"] for pair in pairs}
    stack = Stack(aws, name, answer["StackStatus"], outputs, parameters)
    return stack if stack.is_deployed else replace(stack, parameters={})
