"""What must be right before anything is touched: read only, and every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from courtois_server import preflight
from courtois_site.instance import Instance, InstanceRefused, read_instance
from infra.deploy import image
from infra.deploy.cloud import EDGE_REGION, Cloud
from infra.deploy.faults import Refused, sentence
from infra.deploy.stack import NAME, Stack, read, value
from infra.deploy.stack import declared as declared_by

EDGE = "courtois-edge"
LEFT_TO_OTHERS = 100  # simultaneous executions that Lambda keeps for the account's other functions
TO_COME = ".invalid"  # a name that nobody can have
NUMBERS = ("MemorySize", "MonthlyBudget", "ReservedConcurrency")
T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """What the checks read, for the plan and for what follows."""

    account: str
    instance: Instance
    builder: str
    tag: str
    template: str
    declared: Mapping[str, str | None]
    stack: Stack | None
    edge: Stack | None
    executions: int  # simultaneous, the account's quota


class Gathering:
    """Runs each check and keeps its faults, so that all are told together."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def take(self, check: Callable[[], T]) -> T | None:
        """What the check found, or None when it has faults."""
        try:
            return check()
        except Refused as refused:
            self.faults += refused.faults
        except (ClientError, BotoCoreError) as error:
            self.faults.append(sentence(error))
        return None


def survey(cloud: Cloud, root: Path, given: Mapping[str, str], today: date) -> Found:
    """Look at everything; raises Refused with every fault."""
    told = Gathering()
    instance = told.take(lambda: filled_instance(root))
    if instance:
        told.take(lambda: frozen_for(root, instance))
    builder = told.take(image.tool)
    template = (root / "infra/stack.yaml").read_text("utf-8")
    identity = told.take(cloud.client("sts").get_caller_identity)
    formation = cloud.client("cloudformation")
    before = edge = declared = quota = None
    if identity:  # without it, each call would only repeat that it is missing
        so_far = len(told.faults)
        before = told.take(lambda: read(formation, NAME))
        edge = told.take(lambda: finished_edge(cloud.client("cloudformation", EDGE_REGION)))
        if instance and len(told.faults) == so_far:
            told.take(lambda: reachable(instance.address, before, edge, given))
        declared = told.take(lambda: known_parameters(formation, template, given))
        if declared:
            wanted = int(value("ReservedConcurrency", declared, before, given) or 0)
            quota = told.take(lambda: room_for(cloud.client("lambda"), wanted, before))
    if told.faults or not (instance and builder and identity and declared) or quota is None:
        raise Refused(*told.faults)
    who, name = identity["Account"], image.tag(root, today)
    return Found(who, instance, builder, name, template, declared, before, edge, quota)


def filled_instance(root: Path) -> Instance:
    """The instance's own file, every line of it filled in."""
    try:
        instance = read_instance(root / "site/instance.toml")
    except InstanceRefused as refused:
        raise Refused(*(f"site/instance.toml : {fault}" for fault in refused.faults)) from None
    if instance.demo:
        raise Refused(
            "site/instance.toml manque : copiez site/instance.example.toml sous ce nom et "
            "remplacez chaque valeur ; la loi demande qu’un site dise qui le publie."
        )
    return instance


def frozen_for(root: Path, instance: Instance) -> None:
    """The site under build/ is whole, and bears this instance's address."""
    if faults := preflight.missing(root / "build", root / "templates"):
        raise Refused(*faults)
    robots = (root / "build/site/robots.txt").read_text("utf-8")
    if f"Sitemap: {instance.address}sitemap.xml" not in robots:
        raise Refused(f"Le site n’est pas écrit pour {instance.address} : lancez « make freeze ».")


def finished_edge(formation: Any) -> Stack | None:
    """The stack of `make edge`, or None; its certificate must have been issued."""
    found = read(formation, EDGE)
    if found and (found.is_busy or found.is_stillborn):
        raise Refused(
            f"La pile « {EDGE} » n’est pas prête ({found.status}) : relancez « make edge »."
        )
    return found if found and found.stands else None


def known_parameters(
    formation: Any, template: str, given: Mapping[str, str]
) -> dict[str, str | None]:
    """The stack's parameters, once the service has read the template; SET names no other."""
    names = declared_by(formation, template)
    if "OriginSecret" in given:
        raise Refused("SET : le secret se tire au sort, et ne s’écrit nulle part : NEW_SECRET=1.")
    crooked = [name for name in NUMBERS if name in given and not given[name].isdecimal()]
    if crooked:
        raise Refused(f"SET : « {', '.join(crooked)} » doit être un nombre entier.")
    unknown = sorted(given.keys() - names.keys())
    if unknown:
        raise Refused(
            f"SET : « {', '.join(unknown)} » est inconnu ; la pile connaît {', '.join(names)}."
        )
    return names


def is_to_come(address: str) -> bool:
    """True for the address one writes while CloudFront has not given any."""
    return address.startswith("https://") and (urlsplit(address).hostname or "").endswith(TO_COME)


def reachable(
    written: str, before: Stack | None, edge: Stack | None, given: Mapping[str, str]
) -> None:
    """The site is written for the address that the stack will answer at, when one can know it beforehand."""
    kept = before.known.get("Domain", "") if before else ""
    domain = given.get("Domain", edge.parameters["Domain"] if edge else kept)
    outputs = before.outputs if before and before.stands else {}
    if domain:
        right_address(written, f"https://{domain}/")
    elif outputs:
        right_address(written, outputs["SiteUrl"])
    elif not is_to_come(written):
        raise Refused(
            f"Le site est écrit pour {written}, mais rien ne mène encore là : pour un domaine à vous, commencez par "
            '« make edge » ; sinon, mettez address = "https://a-venir.invalid/" dans site/instance.toml.'
        )


def right_address(written: str, given: str) -> None:
    """A site that calls itself otherwise than it is reached sends people and engines astray. Raises Refused."""
    if written != given:
        raise Refused(
            f"L’adresse de cette pile est {given} mais le site est écrit pour {written} : mettez "
            f'address = "{given}" dans site/instance.toml, puis relancez (ou « make edge » pour un '
            "domaine à vous)."
        )


def room_for(functions: Any, wanted: int, before: Stack | None) -> int:
    """Lambda leaves a hundred executions to the rest of the account; a new one may have ten in all: gives the quota."""
    limit = functions.get_account_settings()["AccountLimit"]
    free = limit["UnreservedConcurrentExecutions"]
    if before:
        free += int(before.known.get("ReservedConcurrency", 0))  # ours come back to us
    if wanted and free - wanted < LEFT_TO_OTHERS:
        most = max(0, free - LEFT_TO_OTHERS)
        raise Refused(
            f"Ce compte a {free} exécutions simultanées libres et doit en garder {LEFT_TO_OTHERS} : "
            f'on ne peut en réserver {wanted}. Relancez avec SET="ReservedConcurrency={most}"'
            + (
                ""
                if most
                else " (le quota du compte borne alors seul la dépense, tant qu’il est petit)"
            )
            + ", ou demandez un quota plus grand à AWS."
        )
    return int(limit["ConcurrentExecutions"])
