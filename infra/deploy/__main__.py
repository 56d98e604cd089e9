"""`python -m infra.deploy`: the commands, their options, and how a refusal is printed."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from infra.deploy.aws_cli import AGAIN, REGION, AwsCli, Refused
from infra.deploy.deployment import deploy, edge, roll_back, undeploy
from infra.deploy.parameters import Options

PARIS = ZoneInfo("Europe/Paris")
COMMANDS = {"deploy": deploy, "edge": edge, "rollback": roll_back, "undeploy": undeploy}


def main(words: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Run one command; a refusal is printed on the error output, and gives 1."""
    parser = argparse.ArgumentParser(prog="infra.deploy")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--dry-run", action="store_true", help="dit le plan, ne touche à rien")
    parser.add_argument("--yes", action="store_true", help="confirme d’avance")
    parser.add_argument("--new-secret", action="store_true", help="renouvelle le secret")
    parser.add_argument("--set", action="append", default=[], metavar="NOM=VALEUR")
    arguments = parser.parse_args(words)
    confirm = end_dry_run if arguments.dry_run else print if arguments.yes else ask
    aws, now = AwsCli(os.environ.get("AWS_REGION", REGION)), datetime.now(PARIS)
    parameters = dict(text.partition("=")[::2] for text in arguments.set)
    options = Options(aws, root, now, parameters, confirm, arguments.new_secret)
    try:
        COMMANDS[arguments.command](options)
    except Refused as refused:
        print(*refused.faults, sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nInterrompu. {AGAIN}", file=sys.stderr)
        return 130
    return 0


def end_dry_run(question: str) -> None:
    """End a dry run: every command asks before it changes anything."""
    print("Essai à blanc : rien n’a été touché.")
    sys.exit()


def ask(question: str) -> None:
    """Go on only if the person agrees. Raises Refused."""
    print(question, "[o/N]", end=" ", flush=True)
    if sys.stdin.readline().strip().lower() not in {"o", "oui"}:
        raise Refused("Rien n’a été changé. (YES=1 confirme d’avance.)")


if __name__ == "__main__":
    sys.exit(main())
