"""The report: each difference once, with the number of answers that have it, and one example."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.same.differences import Difference
from bench.same.exchange import Request, Response

LONGEST = 300  # characters of a line
KEPT = 50  # answers of a group named in the JSON report
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
FIGURES = re.compile(rf"\d+(?:er)?(?:[\s.,/-]*(?:\d+|{MONTHS}))*")
TAGS = re.compile(r"<[^>]*>")
ENDINGS = {"application/pdf": "pdf", "text/html": "html", "text/plain": "txt", "image/png": "png"}

Key = tuple[str, str, str]


@dataclass
class Group:
    """Answers that have the same difference but for their figures; the first one is the example."""

    request: Request
    responses: tuple[Response, Response]
    example: Difference
    kinds: Counter[str] = field(default_factory=Counter)
    answers: list[dict[str, str]] = field(default_factory=list)


class Report:
    """Counts requests and groups differences."""

    def __init__(self) -> None:
        self.request_counts: Counter[str] = Counter()
        self.statuses: dict[str, Counter[int]] = {}
        self.differing: Counter[str] = Counter()
        self.differing_in_content: Counter[str] = Counter()
        self.groups: dict[Key, Group] = {}

    def add(
        self, request: Request, responses: tuple[Response, Response], differences: list[Difference]
    ) -> None:
        """Count one request, and put each of its differences in its group."""
        kind = request.kind
        self.request_counts[kind] += 1
        self.statuses.setdefault(kind, Counter())[responses[0].status] += 1
        self.differing[kind] += bool(differences)
        self.differing_in_content[kind] += any(
            not difference.of_header for difference in differences
        )
        for key, difference in {
            group_key(difference): difference for difference in differences
        }.items():
            group = self.groups.setdefault(key, Group(request, responses, difference))
            group.kinds[kind] += 1
            if len(group.answers) < KEPT:
                group.answers.append({"request": str(request)} | asdict(difference))

    def lines(self) -> Iterator[str]:
        """The whole report, as French lines."""
        yield from self._counts()
        for number, group in enumerate(self._largest_first(), start=1):
            yield from _group_lines(number, group)
        if not self.groups:
            yield f"Aucune différence sur {self.request_counts.total()} demandes."
        else:
            yield ""
            yield (
                f"{_count(len(self.groups), 'différence')}, dans "
                f"{_count(self.differing.total(), 'réponse')} sur {self.request_counts.total()}."
            )

    def write(self, folder: Path) -> None:
        """Write `report.txt`, `report.json`, and an example of each group."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.txt").write_text("\n".join(self.lines()) + "\n", encoding="utf-8")
        groups = [
            {"kinds": group.kinds, "answers": group.answers} for group in self._largest_first()
        ]
        text = json.dumps(groups, ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(text.encode("utf-8", "replace").decode(), "utf-8")
        shutil.rmtree(folder / "answers", ignore_errors=True)
        (folder / "answers").mkdir()
        for number, group in enumerate(self._largest_first(), start=1):
            _write_example(folder / "answers" / f"{number:03}", group)

    def _largest_first(self) -> list[Group]:
        return sorted(self.groups.values(), key=lambda group: -group.kinds.total())

    def _counts(self) -> Iterator[str]:
        yield f"{'':36}{'demandes':>10}{'200':>8}{'422':>8}{'autres':>8}{'diffèrent':>11}{'hors en-têtes':>15}"
        for kind, count in self.request_counts.items():
            statuses = self.statuses[kind]
            others = count - statuses[200] - statuses[422]
            figures = f"{count:>10}{statuses[200]:>8}{statuses[422]:>8}{others:>8}"
            differing = (self.differing[kind] or "", self.differing_in_content[kind] or "")
            yield f"{kind:36}{figures}{differing[0]:>11}{differing[1]:>15}".rstrip()
        broken = sum(statuses[500] for statuses in self.statuses.values())
        if broken:
            yield f"Attention : {broken} réponses 500 avant même le changement."
        yield ""


def group_key(difference: Difference) -> Key:
    """Return the key of a difference; those with the same key are reported once.

    The key leaves out days, figures and kinds of spaces, and also tags, unless nothing else differs.
    """
    parts = (difference.before, difference.after)
    words = [TAGS.sub("", part) for part in parts]
    shown = words if words[0].split() != words[1].split() else parts
    before, after = (" ".join(FIGURES.sub("0", part).split()) for part in shown)
    return difference.where, before, after


def _group_lines(number: int, group: Group) -> Iterator[str]:
    example, kinds = group.example, group.kinds
    where = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    yield f"[{number}] {example.where} : {_count(kinds.total(), 'réponse')} ({where})"
    yield f"    {group.request}"
    lead, trail = (
        (f"… {example.lead} ", f" {example.trail} …") if example.lead else ("", f" {example.trail}")
    )
    for sign, words in (("-", example.before), ("+", example.after)):
        yield f"    {sign} {_short(lead)}[{_short(words)}]{_short(trail)}".rstrip()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _write_example(stem: Path, group: Group) -> None:
    body = group.request.body or b""
    head = f"{group.request}\n{dict(group.request.headers)}\n\n".encode()
    stem.with_suffix(".request.txt").write_bytes(head + body)
    for name, response in zip(("before", "after"), group.responses, strict=True):
        ending = ENDINGS.get(response.media_type, "txt")
        stem.with_suffix(f".{name}.{ending}").write_bytes(response.body)
