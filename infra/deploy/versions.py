"""The function's published versions: the version that answers, and the version to go back to.

The stack's alias points to the version that answers. Nobody calls the alias `proven`: it points to the last version
that passed the whole smoke test. Neither a release that failed nor a rollback, which tests less, moves it.
"""

from infra.deploy.aws_cli import AwsCli, Refused

PROVEN = "proven"
ABSENT = "ResourceNotFoundException"


class Versions:
    """The versions of one function."""

    def __init__(self, aws: AwsCli, function: str) -> None:
        self._aws, self._function = aws, {"function_name": function}

    def at(self, alias: str) -> int:
        """Return the version that an alias points to, or 0 without such an alias."""
        query = {"name": alias, "query": "FunctionVersion", "ignored": ABSENT}
        return int(self._aws.run_json("lambda get-alias", **query, **self._function) or 0)

    def point(self, alias: str, version: int) -> None:
        """Point an alias to a version; nothing is interrupted."""
        options = self._function | {"name": alias, "function_version": str(version)}
        if not self._aws.run_json("lambda update-alias", ignored=ABSENT, **options):
            self._aws.run("lambda create-alias", **options)

    def published(self) -> dict[int, str]:
        """Return each version with its image's digest, where its description ends (infra/stack.yaml)."""
        query = {"query": "Versions[?Version != '$LATEST'].[Version, Description]"}
        pairs = self._aws.run_json("lambda list-versions-by-function", **query, **self._function)
        return {int(version): description.rpartition("@")[2] for version, description in pairs}

    def rollback_target(self, current: int) -> int:
        """Return the proven version if it is older than the current one, else the one before. Raises Refused."""
        proven, older = self.at(PROVEN), [each for each in self.published() if each < current]
        if not older:
            raise Refused(f"La version {current} est la plus ancienne : aucune autre où revenir.")
        return proven if proven in older else max(older)

    def mark_proven(self, version: int) -> None:
        """Mark a version as proven. Delete all but it and the former proven version: each snapshot is paid for."""
        former = self.at(PROVEN)
        if version != former:
            self.point(PROVEN, version)
            for unused in sorted(self.published().keys() - {version, former}):
                self._aws.run("lambda delete-function", qualifier=str(unused), **self._function)
