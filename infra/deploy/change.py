"""A stack created or changed by change set: shown, carried out, waited for; each failure a sentence."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import WaiterError

from infra.deploy import stack
from infra.deploy.faults import Refused, explained

HALF_AN_HOUR = {"Delay": 10, "MaxAttempts": 180}  # seconds; a new distribution takes some minutes
FIVE_MINUTES = {"Delay": 3, "MaxAttempts": 100}
NOTHING_CHANGES = ("didn't contain changes", "No updates are to be performed")


def bring(
    client: Any,
    name: str,
    template: str,
    parameters: Sequence[Mapping[str, Any]],
    confirm: Callable[[str], None],
    meanwhile: Callable[[], None] = lambda: None,
) -> stack.Stack:
    """Create the stack or change it, and wait. Raises Refused with each resource that failed."""
    before = _ready(client, name)
    kind = "UPDATE" if before else "CREATE"
    change_set, changes = _changes(client, name, kind, template, parameters)
    if before and not changes:
        print("Pile : rien à changer.", flush=True)
        return before
    _agree(client, change_set, changes, confirm)
    client.execute_change_set(ChangeSetName=change_set)
    print("Pile : en cours, quelques minutes (CloudFront est lent)…", flush=True)
    meanwhile()
    wait(client, name, kind)
    if after := stack.read(client, name):
        return after
    raise Refused(f"La pile « {name} » a disparu pendant le déploiement : relancez.")


def _agree(
    client: Any,
    change_set: str,
    changes: Sequence[Mapping[str, Any]],
    confirm: Callable[[str], None],
) -> None:
    """Show the changes; what loses something wants a yes of its own. Raises Refused and forgets them without it."""
    print("\n".join(["Pile :", *map(_line, changes)]), flush=True)
    lost = [change["LogicalResourceId"] for change in changes if _loses(change)]
    if not lost:
        return
    try:
        confirm(f"Cela supprime ou remplace {', '.join(lost)}. Continuer ?")
    except Refused:
        client.delete_change_set(ChangeSetName=change_set)
        raise


def _ready(client: Any, name: str) -> stack.Stack | None:
    """The stack if it can be changed; what cannot is removed or put right first."""
    found = stack.read(client, name)
    if found is None:
        return None
    if found.is_busy:
        raise Refused(
            f"La pile « {name} » est déjà en train de changer ({found.status}) : "
            "attendez la fin, puis relancez."
        )
    if found.is_stillborn:
        print(f"Pile : sa création avait échoué ({found.status}), elle est refaite.", flush=True)
        client.delete_stack(StackName=name)
        wait(client, name, "DELETE")
    elif found.status == "UPDATE_ROLLBACK_FAILED":
        print("Pile : le retour en arrière était resté en chemin, il est repris.", flush=True)
        client.continue_update_rollback(StackName=name)
        wait(client, name, "ROLLBACK")
    return found if found.stands else None


def _changes(
    client: Any, name: str, kind: str, template: str, parameters: Sequence[Mapping[str, Any]]
) -> tuple[str, list[dict[str, Any]]]:
    """A change set and what it would do; none is left behind when nothing changes."""
    change_set = client.create_change_set(
        StackName=name,
        ChangeSetName=f"{name}-{secrets.token_hex(4)}",
        ChangeSetType=kind,
        TemplateBody=template,
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM"],
    )["Id"]
    try:
        waiter = client.get_waiter("change_set_create_complete")
        waiter.wait(ChangeSetName=change_set, WaiterConfig=FIVE_MINUTES)
    except WaiterError as error:
        reason = error.last_response.get("StatusReason", str(error))
        client.delete_change_set(ChangeSetName=change_set)
        if any(words in reason for words in NOTHING_CHANGES):
            return change_set, []
        raise Refused(f"La pile est refusée avant tout changement : {explained(reason)}") from None
    pages = client.get_paginator("describe_change_set").paginate(ChangeSetName=change_set)
    return change_set, [one["ResourceChange"] for page in pages for one in page["Changes"]]


def _line(change: Mapping[str, Any]) -> str:
    verb = {"Add": "crée", "Modify": "change", "Remove": "supprime"}.get(change["Action"], "touche")
    verb = "remplace" if change.get("Replacement") == "True" else verb
    return f"  {verb:<9} {change['LogicalResourceId']} ({change['ResourceType']})"


def _loses(change: Mapping[str, Any]) -> bool:
    """True for what holds something: a published version is replaced at each deployment."""
    gone = change["Action"] == "Remove" or change.get("Replacement") == "True"
    return gone and change["ResourceType"] in {"AWS::S3::Bucket", "AWS::CloudFront::Distribution"}


def wait(client: Any, name: str, kind: str) -> None:
    """Until it is done: CREATE, UPDATE, ROLLBACK or DELETE. Raises Refused with each failure."""
    try:
        client.get_waiter(f"stack_{kind.lower()}_complete").wait(
            StackName=name, WaiterConfig=HALF_AN_HOUR
        )
    except WaiterError:
        told = list(_failures(client, name))
        unknown = f"La pile « {name} » n’a pas encore abouti : attendez, puis relancez."
        raise Refused(*(told or [unknown])) from None


def _failures(client: Any, name: str) -> Iterator[str]:
    """A sentence for each resource that failed since the change began, the latest first."""
    for page in client.get_paginator("describe_stack_events").paginate(StackName=name):
        for event in page["StackEvents"]:
            status, kind = event["ResourceStatus"], event["ResourceType"]
            reason = event.get("ResourceStatusReason", "")
            whole = kind == "AWS::CloudFormation::Stack"
            if whole and reason == "User Initiated":
                return
            if status.endswith("_FAILED") and "cancelled" not in reason and not whole:
                yield f"« {event['LogicalResourceId']} » ({kind}) : {explained(reason)}"
