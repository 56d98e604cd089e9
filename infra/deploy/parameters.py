"""What must be right first, and what the stack is given."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from courtois_server import preflight
from courtois_site.instance import Instance, read_instance
from infra.check_law import known_until, remind_on
from infra.deploy.aws_cli import AwsCli, Refused
from infra.deploy.change_set import Confirm, Stack, Strings

STACK, EDGE = "courtois", "courtois-edge"


@dataclass(frozen=True)
class Order:
    """What the person asked for. `given` holds the parameters of SET, `pause` seconds between two visits."""

    aws: AwsCli
    root: Path
    now: datetime
    given: Strings
    confirm: Confirm
    new_secret: bool = False
    pause: float = 5.0


def frozen_instance(root: Path) -> Instance:
    """Return the instance whose site, whole and no demonstration, is under build/. Raises Refused."""
    instance = read_instance(root / "site/instance.toml")
    build = root / "build"
    if faults := preflight.missing(build, root / "templates") or preflight.not_public(build):
        raise Refused(*faults)
    robots = (build / "site/robots.txt").read_text("utf-8")
    if f"Sitemap: {instance.address}sitemap.xml" not in robots:
        raise Refused(f"Le site n’est pas écrit pour {instance.address} : lancez « make freeze ».")
    return instance


def check_names(aws: AwsCli, template: Path, given: Strings) -> None:
    """Check that SET gives parameters of the template: the AWS CLI ignores any other. Raises Refused.

    The secret is refused too: the machine's other users would see it among arguments.
    """
    if "OriginSecret" in given:
        raise Refused("SET : le secret ne se choisit pas ; NEW_SECRET=1 en tire un nouveau.")
    body = f"file://{template.resolve()}"
    read = aws.ask("cloudformation get-template-summary", template_body=body)["Parameters"]
    names = [one["ParameterKey"] for one in read]
    if unknown := ", ".join(given.keys() - set(names)):
        raise Refused(f"SET : « {unknown} » est inconnu ; la pile connaît {', '.join(names)}.")


def values(
    order: Order, contact: str, stack: Stack, edge: Stack, template: str, image: str
) -> dict[str, str]:
    """Return the parameters to give the stack, which keeps the others."""
    kept, now = stack.parameters, order.now
    chosen = {"ImageUri": image, "LawKnownUntil": known_until()}
    chosen["LawReminderOn"] = remind_on(now.date())[0].isoformat()
    if edge.stands:
        chosen["Domain"] = edge.parameters["Domain"]
        chosen |= {name: edge.outputs[name] for name in ("CertificateArn", "WebAclArn")}
    if not kept:
        chosen["AlarmEmail"] = contact
    if order.new_secret or not kept:
        chosen["OriginSecret"] = secrets.token_urlsafe(32)
    # With the time, a release differs from one that failed: of the same again Lambda publishes nothing.
    content = hashlib.sha256(f"{template}{image}".encode()).hexdigest()[:16]
    if order.new_secret or not kept.get("Release", "").endswith(content):
        chosen["Release"] = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{content}"
    return {**chosen, **order.given}
