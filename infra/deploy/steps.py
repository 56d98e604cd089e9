"""A whole deployment, step by step, and the three smaller commands: go back, edge, remove.

The function comes before the pages: it answers former forms too, while a new form could ask a
former function what it does not know.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from courtois import law
from infra.deploy import alias, change, checks, image, plan, smoke, stack, upload
from infra.deploy.cloud import Cloud
from infra.deploy.faults import Refused

TEN_MINUTES = {"Delay": 5, "MaxAttempts": 120}


@dataclass(frozen=True)
class Order:
    """What the person asked for."""

    root: Path
    given: Mapping[str, str]
    confirm: Callable[[str], None]
    dry_run: bool = False
    rotates: bool = False
    tries: int = smoke.TRIES  # rounds of the last check
    pause: float = smoke.PAUSE  # seconds between two of them


def deploy(cloud: Cloud, order: Order, today: date) -> None:
    """From checks to smoke. Raises Refused, ClientError or BotoCoreError; run again, it goes on."""
    found = checks.survey(cloud, order.root, order.given, today)
    planned = _plan(cloud, order, found, today)
    standing = found.stack.outputs if found.stack and found.stack.stands else {}
    bucket = standing.get("SiteBucket")
    work = upload.compare(cloud.client("s3"), bucket, order.root / "build/site", today)
    print("\n".join(plan.told(planned, cloud.region, work)), flush=True)
    if order.dry_run:
        print("Essai à blanc : rien n’a été touché.")
        return
    order.confirm("Déployer ?")
    outputs = _function(cloud, order, planned)
    checks.right_address(found.instance.address, outputs["SiteUrl"])
    _site(cloud, order, outputs, today)
    _visit(cloud, order, outputs)
    _keep(cloud, outputs)
    print(f"En ligne : {outputs['SiteUrl']}")


def _plan(cloud: Cloud, order: Order, found: checks.Found, today: date) -> plan.Plan:
    reminder, overdue = plan.remind_on(today, law.valid_until())
    registry = image.registry(found.account, cloud.region)
    digest = image.pushed(cloud.client("ecr"), found.tag)
    deployed = stack.template_of(cloud.client("cloudformation"), found.stack)
    return plan.Plan(
        found,
        order.given,
        order.rotates,
        reminder,
        overdue,
        template_changed=deployed is not None and deployed.strip() != found.template.strip(),
        image=image.address(registry, digest) if digest else None,
    )


def _function(cloud: Cloud, order: Order, planned: plan.Plan) -> Mapping[str, str]:
    """The image, then the stack that runs it; gives the stack's outputs."""
    found = planned.found
    registry = image.registry(found.account, cloud.region)
    address = image.publish(cloud.client("ecr"), order.root, found.builder, registry, found.tag)
    parameters = planned.parameters(address, datetime.now(UTC))
    formation = cloud.client("cloudformation")
    brought = change.bring(formation, stack.NAME, found.template, parameters, order.confirm)
    alias.forward(cloud.client("lambda"), brought.outputs)
    return brought.outputs


def _site(cloud: Cloud, order: Order, outputs: Mapping[str, str], today: date) -> None:
    """The pages, then CloudFront told to forget the former ones: always, lest a former try stopped before."""
    s3, bucket = cloud.client("s3"), outputs["SiteBucket"]
    work = upload.compare(s3, bucket, order.root / "build/site", today)
    print(f"Site : {work}.", flush=True)
    upload.carry_out(s3, bucket, work, today)
    front = cloud.client("cloudfront")
    asked = front.create_invalidation(
        DistributionId=outputs["DistributionId"],
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": uuid4().hex,
        },
    )
    print("Site : CloudFront oublie les anciennes pages…", flush=True)
    front.get_waiter("invalidation_completed").wait(
        DistributionId=outputs["DistributionId"],
        Id=asked["Invalidation"]["Id"],
        WaiterConfig=TEN_MINUTES,
    )


def _visit(cloud: Cloud, order: Order, outputs: Mapping[str, str]) -> None:
    """Ask the public address. Raises Refused with what is wrong, and the way back."""
    site, record = outputs["SiteUrl"], domain_record(outputs)
    if record and not resolves(site):
        site = f"https://{outputs['DistributionDomain']}/"
        print(f"Le domaine ne mène encore nulle part : {record}")
    print(f"Essai de {site}…", flush=True)
    functions = cloud.client("lambda")
    visit = smoke.Visit(site, alias.address(functions, outputs), order.root)
    faults = smoke.settled(visit, order.tries, order.pause)
    if faults:
        raise Refused(
            *(f"Essai : {fault}" for fault in faults),
            *([f"Si le domaine mène encore ailleurs : {record}"] if record else []),
            "Déployé, mais l’essai a échoué" + _way_back(functions, outputs),
        )


def _way_back(functions: Any, outputs: Mapping[str, str]) -> str:
    """How the sentence ends: one may only go back to another version, that passed this check."""
    if alias.proven(functions, outputs) in {None, int(outputs["FunctionVersion"])}:
        return " : corrigez, puis relancez « make deploy »."
    return ". Pour que la dernière version éprouvée réponde : make rollback."


def _keep(cloud: Cloud, outputs: Mapping[str, str]) -> None:
    """What answers passed every check: mark it, and forget the versions and images it leaves without use."""
    functions = cloud.client("lambda")
    alias.vouch(functions, outputs)
    image.keep_only(cloud.client("ecr"), alias.images(functions, outputs))


def domain_record(outputs: Mapping[str, str]) -> str:
    """The record that leads a domain of one's own here; CloudFront's own name needs none."""
    host, front = urlsplit(outputs["SiteUrl"]).hostname, outputs["DistributionDomain"]
    return "" if host == front else f"chez qui le gère, créez {host} CNAME {front}."


def resolves(address: str) -> bool:
    """True when the name leads somewhere."""
    parts = urlsplit(address)
    try:
        return bool(socket.getaddrinfo(parts.hostname, parts.port or 443))
    except OSError:
        return False


def roll_back(cloud: Cloud, order: Order) -> None:
    """Let the version before answer; the pages stay. Raises Refused."""
    outputs = _standing(cloud).outputs
    functions = cloud.client("lambda")
    now = alias.current(functions, outputs)
    before = alias.previous(functions, outputs, now)
    print(f"Fonction : la version {before} répondra au lieu de la version {now}.")
    if order.dry_run:
        return
    order.confirm("Revenir en arrière ?")
    alias.point(functions, outputs, before)
    if not smoke.lasts(urljoin(outputs["SiteUrl"], "api/sante"), pause=order.pause):
        alias.point(functions, outputs, now)
        raise Refused(
            f"La version {before} ne répond pas à travers CloudFront (le secret a-t-il changé depuis ?) : "
            f"la version {now} répond de nouveau."
        )
    print(
        "C’est fait. Les pages n’ont pas changé ; pour les remettre aussi, reprenez l’ancien code et "
        "déployez-le. Le prochain « make deploy » fera de nouveau répondre la version de son code."
    )


def _standing(cloud: Cloud) -> stack.Stack:
    found = stack.read(cloud.client("cloudformation"), stack.NAME)
    if found is None or not found.stands:
        raise Refused(f"Il n’y a pas de pile « {stack.NAME} » dans la région {cloud.region}.")
    return found
