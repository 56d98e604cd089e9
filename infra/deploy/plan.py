"""What a deployment will do and cost, from what was read: the parameters, and the words."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from courtois import law
from courtois.dates import write
from infra.check_law import NOTICE
from infra.deploy import stack
from infra.deploy.checks import Found
from infra.deploy.cost import MEMORY, capped, monthly
from infra.deploy.upload import Work

LETTERS = 1000  # a month, for the figure shown


@dataclass(frozen=True)
class Plan:
    """The parameters asked of the stack, and what was found on the way."""

    found: Found
    given: Mapping[str, str]
    rotates: bool
    reminder: datetime
    overdue: bool
    template_changed: bool
    image: str | None

    def value(self, name: str) -> str:
        """A parameter as the stack will have it: asked for, kept, or its default."""
        found = self.found
        known = found.stack.known if found.stack else {}
        return self.given.get(name) or known.get(name) or found.declared.get(name) or ""

    def parameters(self, image: str, now: datetime) -> list[dict[str, Any]]:
        """What to send, once the image has its address. Raises Refused."""
        found, before = self.found, self.found.stack
        values = {
            "ImageUri": image,
            "LawReminderOn": self.reminder.isoformat(),
            "LawKnownUntil": known_until(),
        }
        first = {"AlarmEmail": found.instance.contact, "OriginSecret": secrets.token_urlsafe(32)}
        if found.edge:
            values["Domain"] = found.edge.parameters["Domain"]
            for name in ("CertificateArn", "WebAclArn"):
                values[name] = found.edge.outputs.get(name, "")
        if self.rotates:
            values["OriginSecret"] = first["OriginSecret"]
        known = before.known if before else {}
        changed = self.rotates or self.template_changed or known.get("ImageUri") != image
        if changed:
            values["Release"] = f"{now:%Y%m%dT%H%M%SZ}"
        return stack.asked(found.declared, before, values | dict(self.given), first)


def remind_on(today: date, until: date | None) -> tuple[datetime, bool]:
    """Ten days before the law's figures run out, or in half a year when none does; tomorrow, and True, once past."""
    day = (until or today + timedelta(days=180)) - NOTICE
    return datetime.combine(max(day, today + timedelta(days=1)), time(9)), day <= today


def known_until() -> str:
    """The last day of the law's figures, as a person reads it."""
    until = law.valid_until()
    return write(until) if until else "prochain texte"


def told(plan: Plan, region: str, work: Work) -> Iterator[str]:
    """The plan as people read it, a line at a time."""
    found = plan.found
    yield f"Compte {found.account}, région {region} (AWS_REGION seule en change), adresse {found.instance.address}"
    yield ""
    yield f"  image    {found.tag} : " + (
        "déjà dans le registre" if plan.image else "à construire et à envoyer"
    )
    yield f"  pile     {_stack_line(plan)}"
    yield f"  domaine  {_edge_line(found)}"
    yield f"  alarmes  {_alarms_line(plan)}"
    yield f"  site     {work}"
    yield "  ensuite  CloudFront oublie les anciennes pages, puis l’adresse publique est essayée"
    yield f"  rappel   le {plan.reminder:%d/%m/%Y} : taux connus jusqu’au {known_until()}"
    if plan.overdue:
        yield (
            "  ! Il reste dix jours au plus, ou aucun : relevez les nouveaux "
            "(make check-law). Le rappel est mis à demain."
        )
    if plan.rotates:
        yield "  ! Secret renouvelé : aucune lettre pendant les minutes où CloudFront l’apprend."
    yield ""
    yield _cost_line(plan)
    yield _worst_line(plan)


def _stack_line(plan: Plan) -> str:
    before = plan.found.stack
    if before is None or before.status == "REVIEW_IN_PROGRESS":
        return f"« {stack.NAME} » à créer"
    if before.is_stillborn:
        return f"« {stack.NAME} » à refaire : sa création avait échoué ({before.status})"
    reasons = []
    if plan.template_changed:
        reasons.append("le modèle a changé")
    if plan.image != before.parameters.get("ImageUri"):
        reasons.append("l’image a changé")
    reasons += [f"{name} = {value}" for name, value in plan.given.items()]
    return f"« {stack.NAME} » à mettre à jour : " + (", ".join(reasons) or "rien, semble-t-il")


def _edge_line(found: Found) -> str:
    if found.edge:
        domain = found.edge.parameters["Domain"] or "celui de CloudFront"
        return domain + (", avec pare-feu" if found.edge.outputs.get("WebAclArn") else "")
    return "inchangé" if found.stack and found.stack.stands else "celui de CloudFront"


def _alarms_line(plan: Plan) -> str:
    """Whoever is told may be another than the contact, hence never changes by itself."""
    contact, name = plan.found.instance.contact, "AlarmEmail"
    told = plan.value(name) or contact
    if told == contact:
        return f"à {told}"
    return f'à {told}, et non au contact du site ; pour changer : SET="{name}={contact}"'


def _cost_line(plan: Plan) -> str:
    firewall = bool(plan.found.edge and plan.found.edge.outputs.get("WebAclArn"))
    snapshot = plan.value("SnapStart") != "None"
    memory = int(plan.value("MemorySize") or MEMORY)

    def dollars(free: bool) -> float:
        return sum(monthly(LETTERS, memory, snapshot, firewall, free).values())

    likely, most = dollars(free=True), dollars(free=False)
    return (
        f"Coût pour {LETTERS} lettres par mois : environ {likely:.0f} $ hors taxes, {most:.0f} $ sans la part gratuite "
        "(prix à vérifier : infra/deploy/prices.toml)."
    )


def _worst_line(plan: Plan) -> str:
    """What an abuse could cost: only the function has a cap."""
    reserved = int(plan.value("ReservedConcurrency") or 0)
    if not reserved:
        return "Au pire, si l’on en abuse : le quota du compte borne la fonction ; rien ne borne CloudFront ni S3."
    dollars = capped(reserved, int(plan.value("MemorySize") or MEMORY))
    return (
        f"Au pire, si l’on en abuse tout un mois : {dollars:.0f} $ de calcul pour la fonction ; "
        "rien ne borne CloudFront ni S3."
    )
