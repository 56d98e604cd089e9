"""The commands: a whole deployment, step by step; the rollback; the removal; what CloudFront takes from us-east-1.

The function comes before the pages: it answers former forms too, but a former function does not know what a new
form asks.
"""

from urllib.parse import urlsplit

from courtois_site.instance import Instance
from infra.check_law import known_until, remind_on
from infra.deploy import change_set, image, smoke, upload
from infra.deploy.aws_cli import EDGE_REGION, AwsCli, Refused
from infra.deploy.change_set import Stack, Strings
from infra.deploy.parameters import EDGE, STACK, Options, check_names, frozen_instance, values
from infra.deploy.versions import PROVEN, Versions


def deploy(options: Options) -> None:
    """Deploy, from the checks to the smoke test; after a failure, run it again. Raises Refused."""
    aws, instance = options.aws, frozen_instance(options.root)
    account = aws.run_json("sts get-caller-identity", query="Account")
    template = options.root / "infra/stack.yaml"
    check_names(aws, template, options.parameters)
    stack, edge = change_set.read(aws, STACK), change_set.read(AwsCli(EDGE_REGION), EDGE)
    print_plan(options, account, instance, stack)
    options.confirm("Déployer ?")
    address = image.publish(aws, options.root, account, f"{options.now:%Y-%m-%dT%H.%M.%S}")
    text = template.read_text("utf-8")
    parameters = values(options, instance.contact, stack, edge, text, address)
    outputs = stack.apply(template, parameters, options.confirm).outputs
    check_address(instance.address, outputs["SiteUrl"])
    versions = Versions(aws, outputs["FunctionName"])
    versions.point(outputs["AliasName"], int(outputs["FunctionVersion"]))
    _publish_site(options, outputs)
    _smoke_test(options, outputs, versions)
    print(f"En ligne : {outputs['SiteUrl']}")


def print_plan(options: Options, account: str, instance: Instance, stack: Stack) -> None:
    """Print what the person should know before the question."""
    alarms = {**stack.parameters, **options.parameters}.get("AlarmEmail", instance.contact)
    reminder, overdue = remind_on(options.now.date())
    print(f"Compte {account}, région {options.aws.region} (AWS_REGION seule en change)")
    print(f"  adresse  {instance.address}")
    print(f'  alarmes  à {alarms} (pour changer : SET="AlarmEmail=…")')
    print(f"  rappel   le {reminder:%d/%m/%Y} : taux connus jusqu’au {known_until()}")
    if overdue:
        print("  ! Il reste dix jours au plus, ou aucun : relevez les taux (make check-law).")
    if options.new_secret:
        print("  ! Secret renouvelé : aucune lettre tant que CloudFront ne le sait pas.")


def check_address(site: str, stack: str) -> None:
    """Check that the address written in the site is the one that the stack answers at. Raises Refused."""
    if site != stack:
        raise Refused(
            f"L’adresse de cette pile est {stack} mais le site est écrit pour {site} : mettez "
            f'address = "{stack}" dans site/instance.toml, puis relancez (domaine à vous : make edge).'
        )


def _publish_site(options: Options, outputs: Strings) -> None:
    """Send the pages, and have CloudFront forget the former ones. Raises Refused."""
    print("Site : envoi des pages…", flush=True)
    upload.publish(options.aws, options.root / "build/site", outputs["SiteBucket"])
    print("Site : CloudFront oublie les anciennes pages…", flush=True)
    front = {"distribution_id": outputs["DistributionId"]}
    invalidation = options.aws.run_json(
        "cloudfront create-invalidation --paths /*", query="Invalidation.Id", **front
    )
    options.aws.run("cloudfront wait invalidation-completed", id=invalidation, **front)


def _smoke_test(options: Options, outputs: Strings, versions: Versions) -> None:
    """Visit the public address; then delete the versions and images without use. Raises Refused."""
    print(f"Essai de {outputs['SiteUrl']}…", flush=True)
    if faults := smoke.lasting_faults(outputs, options.root, options.pause):
        raise Refused(*faults, *next_steps(outputs, versions.at(PROVEN)))
    versions.mark_proven(int(outputs["FunctionVersion"]))
    image.keep_only(options.aws, versions.published().values())


def next_steps(outputs: Strings, proven: int) -> list[str]:
    """Say what to do after a smoke test that failed: the domain's record, the rollback."""
    host, front = urlsplit(outputs["SiteUrl"]).hostname, outputs["DistributionDomain"]
    steps = ["Déployé, mais l’essai a échoué : corrigez, puis relancez « make deploy »."]
    if host != front:
        steps.append(f"Si {host} mène ailleurs : chez qui le gère, créez {host} CNAME {front}.")
    if proven not in {0, int(outputs["FunctionVersion"])}:
        steps.append("Pour que la dernière version éprouvée réponde : make rollback.")
    return steps


def roll_back(options: Options) -> None:
    """Let a former version answer; the pages stay. Raises Refused."""
    outputs = _existing_stack(options).outputs
    versions, alias = Versions(options.aws, outputs["FunctionName"]), outputs["AliasName"]
    current = versions.at(alias)
    former = versions.rollback_target(current)
    print(f"Fonction : la version {former} répondra au lieu de la version {current}.")
    options.confirm("Revenir en arrière ?")
    versions.point(alias, former)
    if not smoke.is_healthy(outputs["SiteUrl"], options.pause):
        versions.point(alias, current)
        raise Refused(
            f"La version {former} ne répond pas à travers CloudFront (le secret a-t-il changé depuis ?) : "
            f"la version {current} répond de nouveau."
        )
    print("C’est fait ; les pages restent. « make deploy » remettra la version de son code.")


def undeploy(options: Options) -> None:
    """Empty the buckets, delete the images, then the stack; after a failure, run it again. Raises Refused."""
    aws, stack = options.aws, _existing_stack(options)
    print(f"Pile « {STACK} », {aws.region} : pages, liens courts, fonction, images et alarmes.")
    options.confirm("Tout supprimer ?")
    for name in {"SiteBucket", "SharesBucket"} & stack.outputs.keys():
        bucket = f"s3://{stack.outputs[name]}"
        aws.run_json(f"s3 rm --recursive --only-show-errors {bucket}", ignored="NoSuchBucket")
    absent = "RepositoryNotFoundException"
    aws.run_json("ecr delete-repository --force", ignored=absent, **image.REPOSITORY)
    stack.delete()
    print("Tout est supprimé. Le certificat et le pare-feu, s’il y en a : infra/README.md.")


def edge(options: Options) -> None:
    """Create or change the stack of us-east-1. AWS waits for a record of the domain. Raises Refused."""
    host = urlsplit(frozen_instance(options.root).address).hostname or ""
    is_ours = not host.endswith((".cloudfront.net", ".invalid"))  # others can have no certificate
    parameters = {"Domain": host if is_ours else "", **options.parameters}
    aws, template = AwsCli(EDGE_REGION), options.root / "infra/edge.yaml"
    check_names(aws, template, options.parameters)
    print(f"Pile « {EDGE} » dans {EDGE_REGION}, domaine : {parameters['Domain'] or 'aucun'}.")
    print('Un pare-feu coûte environ 7 $ par mois ; sans : SET="RateLimit=0".')
    print("Un certificat attend un enregistrement DNS : la console d’AWS le montre (us-east-1).")
    options.confirm("Continuer ?")
    change_set.read(aws, EDGE).apply(template, parameters, options.confirm)
    print("C’est prêt : lancez « make deploy ».")


def _existing_stack(options: Options) -> Stack:
    """Return the stack. Raises Refused without one."""
    stack = change_set.read(options.aws, STACK)
    if not stack.status:
        raise Refused(f"Il n’y a pas de pile « {STACK} » dans la région {options.aws.region}.")
    return stack
