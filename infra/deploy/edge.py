"""What CloudFront takes from us-east-1 alone: a certificate for one's domain, and a firewall."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from infra.deploy import change, checks, stack
from infra.deploy.cloud import EDGE_REGION, Cloud
from infra.deploy.steps import Order

TRIES, PAUSE = 30, 4.0  # seconds: a certificate asked for takes a moment to say what it wants
NOT_OURS = (".cloudfront.net", ".invalid")  # names for which no certificate can be had


def bring(cloud: Cloud, order: Order) -> None:
    """Create or change the stack. The certificate waits for a DNS record, told here. Raises Refused."""
    domain = _domain(order)
    template = (order.root / "infra/edge.yaml").read_text("utf-8")
    formation = cloud.client("cloudformation", EDGE_REGION)
    names = checks.known_parameters(formation, template, order.given)
    before = stack.read(formation, checks.EDGE)
    parameters = stack.asked(names, before, {"Domain": domain} | dict(order.given), {})
    print(
        f"Pile « {checks.EDGE} » dans {EDGE_REGION}, pour {domain or 'un pare-feu sans domaine'}."
    )
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


def _domain(order: Order) -> str:
    """The domain of one's own that the site is written for, or nothing."""
    host = urlsplit(checks.filled_instance(order.root).address).hostname or ""
    return "" if host.endswith(NOT_OURS) else host


def tell_record(acm: Any, domain: str) -> None:
    """Say which record proves that the domain is one's own; nothing once the certificate is issued."""
    for _ in range(TRIES):
        for record in _records(acm, domain):
            print(
                f"Chez qui gère {domain}, créez cet enregistrement et laissez-le :\n"
                f"  {record['Name']} {record['Type']} {record['Value']}\n"
                "Le certificat vient ensuite, souvent en quelques minutes. S’il tarde, arrêtez ici et "
                "relancez « make edge » plus tard.",
                flush=True,
            )
            return
        time.sleep(PAUSE)


def _records(acm: Any, domain: str) -> list[dict[str, str]]:
    pages = acm.get_paginator("list_certificates").paginate(
        CertificateStatuses=["PENDING_VALIDATION"]
    )
    arns = [
        one["CertificateArn"]
        for page in pages
        for one in page["CertificateSummaryList"]
        if one["DomainName"] == domain
    ]
    described = [acm.describe_certificate(CertificateArn=arn)["Certificate"] for arn in arns]
    options = [one for found in described for one in found.get("DomainValidationOptions", [])]
    return [one["ResourceRecord"] for one in options if "ResourceRecord" in one]
