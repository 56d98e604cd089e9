"""A whole deployment, step by step; the way back; the removal; what CloudFront takes from us-east-1 alone.

The function comes before the pages: it answers former forms too; a former one does not know what a new form asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from courtois_site.instance import Instance
from infra.check_law import known_until, remind_on
from infra.deploy import change_set, image, smoke, upload
from infra.deploy.aws_cli import EDGE_REGION, AwsCli, Refused
from infra.deploy.change_set import Stack
from infra.deploy.parameters import EDGE, STACK, Order, check_names, frozen_instance, values
from infra.deploy.versions import PROVEN, Versions


def deploy(order: Order) -> None:
    """Deploy, from the checks to the smoke test. Raises Refused; run again, it goes on."""
    aws, instance = order.aws, frozen_instance(order.root)
    account = aws.ask("sts get-caller-identity")["Account"]
    check_names(aws, order.root / "infra/stack.yaml", order.given)
    stack, edge = change_set.read(aws, STACK), change_set.read(AwsCli(EDGE_REGION), EDGE)
    print_plan(order, account, instance, stack)
    order.confirm("Déployer ?")
    address = image.publish(aws, order.root, account, f"{order.now:%Y-%m-%dT%H.%M.%S}")
    template = order.root / "infra/stack.yaml"
    text = template.read_text("utf-8")
    given = values(order, instance.contact, stack, edge, text, address)
    outputs = change_set.bring(aws, STACK, stack, template, given, order.confirm).outputs
    check_address(instance.address, outputs["SiteUrl"])
    _site(order, outputs)
    _visit(order, outputs)
    print(f"En ligne : {outputs['SiteUrl']}")


def print_plan(order: Order, account: str, instance: Instance, stack: Stack) -> None:
    """Say what the person should know before the question."""
    alarms = {**stack.parameters, **order.given}.get("AlarmEmail", instance.contact)
    reminder, overdue = remind_on(order.now.date())
    print(f"Compte {account}, région {order.aws.region} (AWS_REGION seule en change)")
    print(f"  adresse  {instance.address}")
    print(f'  alarmes  à {alarms} (pour changer : SET="AlarmEmail=…")')
    print(f"  rappel   le {reminder:%d/%m/%Y} : taux connus jusqu’au {known_until()}")
    if overdue:
        print("  ! Il reste dix jours au plus, ou aucun : relevez les taux (make check-law).")
    if order.new_secret:
        print("  ! Secret renouvelé : aucune lettre tant que CloudFront ne le sait pas.")


def check_address(written: str, given: str) -> None:
    """Check that the site is written for the address that the stack answers at. Raises Refused."""
    if written != given:
        raise Refused(
            f"L’adresse de cette pile est {given} mais le site est écrit pour {written} : mettez "
            f'address = "{given}" dans site/instance.toml, puis relancez (domaine à vous : make edge).'
        )


def _site(order: Order, outputs: Mapping[str, str]) -> None:
    """Let the latest version answer, even after a rollback; send the pages; have CloudFront forget the former."""
    versions = Versions(order.aws, outputs["FunctionName"])
    versions.lead(outputs["AliasName"], int(outputs["FunctionVersion"]))
    print("Site : envoi des pages…", flush=True)
    upload.publish(order.aws, order.root / "build/site", outputs["SiteBucket"])
    print("Site : CloudFront oublie les anciennes pages…", flush=True)
    front = {"distribution_id": outputs["DistributionId"]}
    asked = order.aws.ask("cloudfront create-invalidation --paths /*", **front)
    order.aws.run("cloudfront wait invalidation-completed", id=asked["Invalidation"]["Id"], **front)


def _visit(order: Order, outputs: Mapping[str, str]) -> None:
    """Visit the public address; keep what answers, and forget what it leaves without use. Raises Refused."""
    print(f"Essai de {outputs['SiteUrl']}…", flush=True)
    versions, latest = Versions(order.aws, outputs["FunctionName"]), int(outputs["FunctionVersion"])
    if faults := smoke.settled(outputs, order.root, order.pause):
        raise Refused(*faults, *what_next(outputs, versions.at(PROVEN)))
    versions.prove(latest)
    image.keep_only(order.aws, versions.published().values())


def what_next(outputs: Mapping[str, str], proven: int) -> list[str]:
    """Say what to do after a smoke test that failed: the domain's record, the way back."""
    host, front = urlsplit(outputs["SiteUrl"]).hostname, outputs["DistributionDomain"]
    said = ["Déployé, mais l’essai a échoué : corrigez, puis relancez « make deploy »."]
    if host != front:
        said.append(f"Si {host} mène ailleurs : chez qui le gère, créez {host} CNAME {front}.")
    if proven not in {0, int(outputs["FunctionVersion"])}:
        said.append("Pour que la dernière version éprouvée réponde : make rollback.")
    return said


def roll_back(order: Order) -> None:
    """Let the version before answer; the pages stay. Raises Refused."""
    outputs = _existing(order).outputs
    versions, alias = Versions(order.aws, outputs["FunctionName"]), outputs["AliasName"]
    now = versions.at(alias)
    before = versions.before(now)
    print(f"Fonction : la version {before} répondra au lieu de la version {now}.")
    order.confirm("Revenir en arrière ?")
    versions.lead(alias, before)
    if not smoke.is_healthy(outputs["SiteUrl"], order.pause):
        versions.lead(alias, now)
        raise Refused(
            f"La version {before} ne répond pas à travers CloudFront (le secret a-t-il changé depuis ?) : "
            f"la version {now} répond de nouveau."
        )
    print("C’est fait ; les pages restent. « make deploy » remettra la version de son code.")


def undeploy(order: Order) -> None:
    """Empty the buckets, delete the images, then the stack: while it exists, run it again. Raises Refused."""
    aws, stack = order.aws, _existing(order)
    print(f"Pile « {STACK} », {aws.region} : pages, liens courts, fonction, images et alarmes.")
    order.confirm("Tout supprimer ?")
    for name in {"SiteBucket", "SharesBucket"} & stack.outputs.keys():
        bucket = f"s3://{stack.outputs[name]}"
        aws.ask("s3 rm --recursive --only-show-errors", bucket, absent="NoSuchBucket")
    aws.ask("ecr delete-repository --force", absent="RepositoryNotFoundException", **image.OURS)
    change_set.delete(aws, STACK)
    print("Tout est supprimé. Le certificat et le pare-feu, s’il y en a : infra/README.md.")


def edge(order: Order) -> None:
    """Create or change the stack; AWS waits for the record that proves whose the domain is. Raises Refused."""
    host = urlsplit(frozen_instance(order.root).address).hostname or ""
    ours = not host.endswith((".cloudfront.net", ".invalid"))  # others can have no certificate
    values = {"Domain": host if ours else "", **order.given}
    aws, template = AwsCli(EDGE_REGION), order.root / "infra/edge.yaml"
    check_names(aws, template, order.given)
    print(f"Pile « {EDGE} » dans {EDGE_REGION}, domaine : {values['Domain'] or 'aucun'}.")
    print('Un pare-feu coûte environ 7 $ par mois ; sans : SET="RateLimit=0".')
    print("Un certificat attend un enregistrement DNS : la console d’AWS le montre (us-east-1).")
    order.confirm("Continuer ?")
    change_set.bring(aws, EDGE, change_set.read(aws, EDGE), template, values, order.confirm)
    print("C’est prêt : lancez « make deploy ».")


def _existing(order: Order) -> Stack:
    """Return the stack. Raises Refused without one."""
    stack = change_set.read(order.aws, STACK)
    if not stack.status:
        raise Refused(f"Il n’y a pas de pile « {STACK} » dans la région {order.aws.region}.")
    return stack
