"""`python -m infra.deploy`: the command, its options, and how a refusal is said."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import edge, removal, steps
from infra.deploy.cloud import Cloud
from infra.deploy.faults import Refused, sentence

AGAIN = "Rien n’est à défaire : corrigez, puis relancez la même commande ; elle reprendra où elle en était."
REMOVE_AGAIN = "Relancez la même commande : elle supprimera ce qui reste."


def parser() -> argparse.ArgumentParser:
    """The options; `make deploy` gives them."""
    asked = argparse.ArgumentParser(
        prog="infra.deploy", description="Met Courtois en ligne sur AWS."
    )
    what = asked.add_mutually_exclusive_group()
    what.add_argument("--rollback", action="store_true", help="fait répondre la version d’avant")
    what.add_argument("--edge", action="store_true", help="certificat et pare-feu (us-east-1)")
    what.add_argument("--undeploy", action="store_true", help="supprime tout")
    asked.add_argument("--dry-run", action="store_true", help="dit le plan, ne touche à rien")
    asked.add_argument("--yes", action="store_true", help="confirme d’avance")
    asked.add_argument("--new-secret", action="store_true", help="renouvelle le secret")
    asked.add_argument("--region", help="eu-west-3, sauf AWS_REGION")
    asked.add_argument("--set", dest="given", action="append", default=[], metavar="NOM=VALEUR")
    return asked


def main(arguments: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Run one command; every refusal is a sentence on the error output, and 1."""
    told = parser().parse_args(arguments)
    again = REMOVE_AGAIN if told.undeploy else AGAIN
    try:
        given = dict(pair(one) for one in told.given)
        confirm = agreed if told.yes else ask
        order = steps.Order(root, given, confirm, told.dry_run, told.new_secret)
        carry_out(told, Cloud(told.region), order)
    except Refused as refused:
        print(*refused.faults, sep="\n", file=sys.stderr)
        return 1
    except (ClientError, BotoCoreError) as error:
        print(sentence(error), again, sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nInterrompu. {again}", file=sys.stderr)
        return 130
    return 0


def carry_out(told: argparse.Namespace, cloud: Cloud, order: steps.Order) -> None:
    """The one command asked for. Raises Refused, ClientError or BotoCoreError."""
    if told.rollback:
        steps.roll_back(cloud, order)
    elif told.edge:
        edge.bring(cloud, order)
    elif told.undeploy:
        removal.remove(cloud, order)
    else:
        steps.deploy(cloud, order, datetime.now(ZoneInfo("Europe/Paris")).date())


def pair(text: str) -> tuple[str, str]:
    """`Nom=valeur` as a pair. Raises Refused."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise Refused(f"SET : « {text} » devrait être de la forme Nom=valeur.")
    return name, value


def ask(question: str) -> None:
    """Go on only if the person says yes. Raises Refused."""
    try:
        answer = input(f"{question} [o/N] ")
    except EOFError:
        raise Refused(
            "Personne ne peut répondre ici : ajoutez YES=1 pour confirmer d’avance."
        ) from None
    if answer.strip().lower() not in {"o", "oui"}:
        raise Refused("Rien n’a été changé.")


def agreed(question: str) -> None:
    """The person said yes beforehand."""
    print(f"{question} oui (d’avance)")


if __name__ == "__main__":
    sys.exit(main())
