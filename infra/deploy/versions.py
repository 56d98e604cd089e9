"""The function's published versions: the one that answers, and the one to go back to.

The stack's alias leads to the version that answers. The alias `proven`, which nobody calls, leads to the last that
passed the whole smoke test: a release that failed never moves it, nor does a rollback, which tests less.
"""

from __future__ import annotations

from infra.deploy.aws_cli import AwsCli, Refused

PROVEN = "proven"
ABSENT = "ResourceNotFoundException"


class Versions:
    """The versions of one function."""

    def __init__(self, aws: AwsCli, function: str) -> None:
        self._aws, self._function = aws, {"function_name": function}

    def at(self, alias: str) -> int:
        """Return the version that an alias leads to, or 0 without such an alias."""
        found = self._aws.ask("lambda get-alias", absent=ABSENT, name=alias, **self._function)
        return int(found["FunctionVersion"]) if found else 0

    def lead(self, alias: str, version: int) -> None:
        """Lead an alias to a version; nothing is interrupted."""
        asked = self._function | {"name": alias, "function_version": str(version)}
        if not self._aws.ask("lambda update-alias", absent=ABSENT, **asked):
            self._aws.run("lambda create-alias", **asked)

    def published(self) -> dict[int, str]:
        """Return each version with its image's digest, where its description ends (infra/stack.yaml)."""
        listed = self._aws.ask("lambda list-versions-by-function", **self._function)["Versions"]
        numbered = [one for one in listed if one["Version"].isdecimal()]  # « $LATEST » is not
        return {int(one["Version"]): one["Description"].rpartition("@")[2] for one in numbered}

    def before(self, now: int) -> int:
        """Return where to go back to: the proven version, else the latest before. Raises Refused."""
        proven, older = self.at(PROVEN), [one for one in self.published() if one < now]
        if not older:
            raise Refused(f"La version {now} est la plus ancienne : aucune autre où revenir.")
        return proven if proven in older else max(older)

    def prove(self, now: int) -> None:
        """Mark a version as proven; delete all but it and the one that was: each snapshot is paid for."""
        before = self.at(PROVEN)
        if now != before:
            self.lead(PROVEN, now)
            for version in sorted(self.published().keys() - {now, before}):
                self._aws.run("lambda delete-function", qualifier=str(version), **self._function)
