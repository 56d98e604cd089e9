"""What CloudFront takes from us-east-1 alone: a certificate for one's domain, and a firewall."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from infra.deploy import change, checks, stack
from infra.deploy.cloud import EDGE_REGION, Cloud
from infra.deploy.cost import monthly
from infra.deploy.steps import Order

TRIES, PAUSE = 30, 4.0  # seconds: a certificate asked for takes a moment to say what it wants
STATUSES = ("PENDING_VALIDATION", "ISSUED")
NOT_OURS = (".cloudfront.net", checks.TO_COME)  # names for which no certificate can be had


def bring(cloud: Cloud, order: Order) -> None:
    """Create or change the stack. The certificate waits for a DNS record, told here. Raises Refused."""
    domain = _domain(order)
    template = (order.root / "infra/edge.yaml").read_text("utf-8")
    formation = cloud.client("cloudformation", EDGE_REGION)
    names = checks.known_parameters(formation, template, order.given)
    before = stack.read(formation, checks.EDGE)
    parameters = stack.asked(names, before, {"Domain": domain} | dict(order.given), {})
    print(f"Pile « {checks.EDGE} » dans {EDGE_REGION}, {_bought(names, before, order, domain)}")
    if order.dry_run:
        return
    order.confirm("Continuer ?")

    def meanwhile() -> None:
        if domain:
            tell_record(cloud.client("acm", EDGE_REGION), domain)

    if before and before.is_busy:
        meanwhile()
        change.wait(formation, checks.EDGE, "CREATE" if "CREATE" in before.status else "UPDATE")
    else:
        change.bring(formation, checks.EDGE, template, parameters, order.confirm, meanwhile)
    print("C’est prêt : lancez « make deploy ».")


def _bought(
    names: Mapping[str, str | None], before: stack.Stack | None, order: Order, domain: str
) -> str:
    """What it is for, and the firewall's price: nobody buys one unawares."""
    what = f"pour {domain}" if domain else "sans domaine"
    if stack.value("RateLimit", names, before, order.given) == "0":
        return f"{what}, sans pare-feu."
    dollars = monthly(0, firewall=True)["WAF"]
    return f"{what}, avec pare-feu, environ {dollars:.0f} $ par mois" + (
        ' ; sans : SET="RateLimit=0".' if domain else "."
    )


def _domain(order: Order) -> str:
    """The domain of one's own that the site is written for, or nothing."""
    host = urlsplit(checks.filled_instance(order.root).address).hostname or ""
    return "" if host.endswith(NOT_OURS) else host


def tell_record(acm: Any, domain: str) -> None:
    """Say which record proves that the domain is one's own; nothing once the certificate is issued."""
    for _ in range(TRIES):
        awaited, issued = (_certificates(acm, domain, status) for status in STATUSES)
        if issued and not awaited:
            return
        for record in _records(acm, awaited):
            print(
                f"Chez qui gère {domain}, créez cet enregistrement et laissez-le :\n"
                f"  {record['Name']} {record['Type']} {record['Value']}\n"
                "Le certificat vient ensuite, souvent en quelques minutes. S’il tarde, arrêtez ici et "
                "relancez « make edge » plus tard.",
                flush=True,
            )
            return
        time.sleep(PAUSE)


def _certificates(acm: Any, domain: str, status: str) -> list[str]:
    pages = acm.get_paginator("list_certificates").paginate(CertificateStatuses=[status])
    found = [one for page in pages for one in page["CertificateSummaryList"]]
    return [one["CertificateArn"] for one in found if one["DomainName"] == domain]


def _records(acm: Any, arns: Sequence[str]) -> list[dict[str, str]]:
    described = [acm.describe_certificate(CertificateArn=arn)["Certificate"] for arn in arns]
    options = [one for found in described for one in found.get("DomainValidationOptions", [])]
    return [one["ResourceRecord"] for one in options if "ResourceRecord" in one]
