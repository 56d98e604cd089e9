"""Run the AWS CLI, which `make` installs in an environment of its own (docs/decisions/0015)."""

from __future__ import annotations

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
    """Nothing more can be done as things stand. Each fault is a French sentence."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class AwsCli:
    """The AWS CLI in one region, which counts alone: that of a profile is ignored."""

    region: str

    def run(self, command: str, *words: str, stdin: str = "", **options: str) -> str:
        """Run `command` and return what it prints; `name="x"` gives `--name x`. Raises Refused."""
        line = [str(AWS), *command.split(), *words, *ALWAYS, "--region", self.region]
        for name, value in options.items():
            line += [f"--{name.replace('_', '-')}", value]
        done = subprocess.run(line, input=stdin, capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"aws {command} : {done.stderr.strip() or done.stdout.strip()}", AGAIN)
        return done.stdout

    def ask(self, command: str, *words: str, absent: str = "", **options: str) -> Any:
        """Return the JSON answer of `command`, or None if AWS says `absent`. Raises Refused."""
        try:
            return json.loads(self.run(command, *words, **options) or "null")
        except Refused as refused:
            if absent and absent in refused.faults[0]:
                return None
            raise
