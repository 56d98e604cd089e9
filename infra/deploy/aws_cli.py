"""Run the AWS CLI, which `make` installs in an environment of its own (docs/decisions/0017)."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AWS = Path(__file__).resolve().parents[2] / ".venv-deploy/bin/aws"
REGION = "eu-west-3"  # Paris: what people type does not leave France
EDGE_REGION = "us-east-1"  # the only one where CloudFront looks for certificates and firewalls
ALWAYS = ["--cli-connect-timeout", "10", "--cli-read-timeout", "60", "--output", "json"]
AGAIN = "Corrigez, puis relancez : la commande reprend où elle en était (infra/README.md)."


class Refused(Exception):
    """The command cannot go on. Each fault is a French sentence."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class AwsCli:
    """The AWS CLI in one region. The region of a profile is ignored."""

    region: str

    def run(self, command: str, *arguments: str, stdin: str = "", **options: str) -> str:
        """Run `command` and return its output. The keyword `name="x"` gives `--name x`. Raises Refused."""
        line = [str(AWS), *command.split(), *arguments, *ALWAYS, "--region", self.region]
        for name, value in options.items():
            line += [f"--{name.replace('_', '-')}", value]
        process = subprocess.run(line, input=stdin, capture_output=True, text=True)
        if process.returncode:
            reason = process.stderr.strip() or process.stdout.strip()
            raise Refused(f"aws {command} : {reason}", AGAIN)
        return process.stdout

    def run_json(self, command: str, *, ignored: str = "", **options: str) -> Any:
        """Run `command` and return its JSON output; None if it fails with the `ignored` error. Raises Refused."""
        try:
            return json.loads(self.run(command, **options) or "null")
        except Refused as refused:
            if ignored and ignored in refused.faults[0]:
                return None
            raise
