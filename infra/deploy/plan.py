"""What a deployment will do and cost, from what was read: the parameters, and the words."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from courtois import law
from courtois.french.dates import write
from infra.check_law import NOTICE
from infra.deploy import checks, stack
from infra.deploy.checks import Found
from infra.deploy.cost import MEMORY, capped, monthly
from infra.deploy.upload import Work

LETTERS = 1000  # a month, for the figure shown
RESERVED = 10  # simultaneous executions, what infra/stack.yaml reserves unless told otherwise


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
        """A parameter as the stack will have it."""
        return stack.value(name, self.found.declared, self.found.stack, self.given)

    @property
    def reserved(self) -> int:
        """How many simultaneous executions are the function's own, and its most; 0 for no such bound."""
        return int(self.value("ReservedConcurrency") or 0)

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
    yield f"  ensuite  {_end_line(found)}"
    yield f"  rappel   le {plan.reminder:%d/%m/%Y} : taux connus jusqu’au {known_until()}"
    if plan.overdue:
        yield (
            "  ! Il reste dix jours au plus, ou aucun : relevez les nouveaux "
            "(make check-law). Le rappel est mis à demain."
        )
    if plan.rotates:
        yield "  ! Secret renouvelé : aucune lettre pendant les minutes où CloudFront l’apprend."
    if _unbounded(plan):
        yield (
            f"  ! Rien n’est réservé à la fonction, et le compte a {found.executions} exécutions simultanées : "
            f'bornez la dépense par SET="ReservedConcurrency={RESERVED}".'
        )
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


def _end_line(found: Found) -> str:
    if checks.is_to_come(found.instance.address):
        return (
            "arrêt une fois la pile faite : elle dira son adresse, à mettre dans site/instance.toml ; "
            "puis « make deploy » de nouveau"
        )
    return "CloudFront oublie les anciennes pages, puis l’adresse publique est essayée"


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
    fixed = monthly(0, memory, snapshot)["SnapStart"]
    return (
        f"Coût pour {LETTERS} lettres par mois : environ {likely:.0f} $ hors taxes, {most:.0f} $ sans la part gratuite"
        + (
            f', dont {fixed:.0f} $ de toute façon (SnapStart ; SET="SnapStart=None" s’en passe)'
            if snapshot
            else ""
        )
        + " ; prix à vérifier : infra/deploy/prices.toml."
    )


def _worst_line(plan: Plan) -> str:
    """What an abuse could cost: only the function has a cap."""
    reserved, quota = plan.reserved, plan.found.executions
    dollars = capped(reserved or quota, int(plan.value("MemorySize") or MEMORY))
    bound = (
        ""
        if reserved
        else f" (le quota du compte, {quota} exécutions simultanées, qu’AWS peut relever de lui-même)"
    )
    return (
        f"Au pire, si l’on en abuse tout un mois : {dollars:.0f} $ de calcul pour la fonction{bound} ; "
        "rien ne borne CloudFront ni S3."
    )


def _unbounded(plan: Plan) -> bool:
    """True when nothing is reserved though the account has room enough for it by now."""
    return not plan.reserved and plan.found.executions >= RESERVED + checks.LEFT_TO_OTHERS
