"""What must be right before a deployment, and the parameters that the stack is given."""

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
class Options:
    """What the person chose. `parameters` are those of SET, `pause` the seconds between two visits of the site."""

    aws: AwsCli
    root: Path
    now: datetime
    parameters: Strings
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


def check_names(aws: AwsCli, template: Path, parameters: Strings) -> None:
    """Check that SET gives parameters of the template: the AWS CLI ignores any other. Raises Refused.

    The secret is refused too: the machine's other users would see it among arguments.
    """
    if "OriginSecret" in parameters:
        raise Refused("SET : le secret ne se choisit pas ; NEW_SECRET=1 en tire un nouveau.")
    body = f"file://{template.resolve()}"
    query = {"template_body": body, "query": "Parameters[].ParameterKey"}
    names = aws.run_json("cloudformation get-template-summary", **query)
    if unknown := ", ".join(parameters.keys() - set(names)):
        raise Refused(f"SET : « {unknown} » est inconnu ; la pile connaît {', '.join(names)}.")


def values(
    options: Options, contact: str, stack: Stack, edge: Stack, template: str, image: str
) -> dict[str, str]:
    """Return the parameters to give the stack, which keeps the others."""
    kept, now = stack.parameters, options.now
    changed = {"ImageUri": image, "LawKnownUntil": known_until()}
    changed["LawReminderOn"] = remind_on(now.date())[0].isoformat()
    if edge.is_deployed:
        changed["Domain"] = edge.parameters["Domain"]
        changed |= {name: edge.outputs[name] for name in ("CertificateArn", "WebAclArn")}
    if not kept:
        changed["AlarmEmail"] = contact
    if options.new_secret or not kept:
        changed["OriginSecret"] = secrets.token_urlsafe(32)
    # The time sets a release apart from one that failed: Lambda publishes nothing of an unchanged function.
    content = hashlib.sha256(f"{template}{image}".encode()).hexdigest()[:16]
    if options.new_secret or not kept.get("Release", "").endswith(content):
        changed["Release"] = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{content}"
    return {**changed, **options.parameters}
