"""What the documents say an instance costs, and who may deploy it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra.deploy.cost import capped, monthly

ROW = re.compile(
    r"^\| ([\d,]+) \| (\S+) to (\S+) \| (\S+) \| (\S+) to (\S+) \| (\S+) \|$", re.MULTILINE
)


def test_the_costs_told_are_those_reckoned(root: Path) -> None:
    rows = ROW.findall((root / "infra/README.md").read_text("utf-8"))
    assert [row[0] for row in rows] == ["100", "1,000", "10,000"]
    for letters_told, *told in rows:
        letters = int(letters_told.replace(",", ""))
        plain = [monthly(letters, free=free) for free in (True, False)]
        bare = [monthly(letters, snapshot=False, free=free) for free in (True, False)]
        walled = monthly(letters, firewall=True)
        reckoned = [sum(one.values()) for one in plain]
        reckoned += [plain[0]["SnapStart"], *(sum(one.values()) for one in bare), walled["WAF"]]
        assert told == [f"{one:.2f}" for one in reckoned]


def test_so_is_the_most_that_the_function_can_cost(root: Path) -> None:
    """By hand: 30.4 days are 2,626,560 s; ten places of 1769 / 1024 = 1.7275 GB, 45,374,850 GB-seconds;
    at 16.6667 dollars a million, 45.374850 × 16.6667 = 756.25 dollars."""
    assert capped(10) == pytest.approx(756.25, abs=0.01)
    assert "**756 dollars**" in (root / "infra/README.md").read_text("utf-8")


@pytest.mark.parametrize(("fewer", "more"), [(100, 1000), (1000, 10000)])
def test_more_letters_never_cost_less(fewer: int, more: int) -> None:
    less, dearer = monthly(fewer, free=False), monthly(more, free=False)
    assert all(less[service] <= dearer[service] for service in less)


def test_what_aws_gives_every_month_is_not_paid_and_the_rest_is() -> None:
    assert monthly(1000)["Lambda"] == 0
    calls = 10_000_000 * 60  # sixty a letter, 0.15 s of 1769 MB each
    seconds = calls * 0.15 * 1769 / 1024
    expected = (seconds - 400_000) * 0.0000166667 + (calls - 1_000_000) * 0.0000002
    assert monthly(1000)["CloudFront"] == 0
    # 3.6 million requests of visits, two million of which run its function for nothing
    assert monthly(10_000)["CloudFront"] == pytest.approx(0.16)
    assert monthly(10_000_000)["Lambda"] == pytest.approx(expected, abs=0.01)
