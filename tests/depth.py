"""How many examples a test takes: `make check` takes a few, `make nightly` all."""

from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest

# Examples of each property, by profile; HYPOTHESIS_PROFILE chooses one.
USUAL, NIGHTLY = 100, 1000


def sampled(values: Iterable[Any], *kept: Any) -> list[Any]:
    """Parameters of a test: `make check` runs those kept, `make nightly` every one."""
    every = list(values)
    assert all(value in every for value in kept), "a value to keep is no parameter"
    return [value if value in kept else _slow(value) for value in every]


def _slow(value: Any) -> Any:
    return pytest.param(*value if isinstance(value, tuple) else (value,), marks=pytest.mark.slow)


def examples(usual: int) -> hypothesis.settings:
    """Settings of a dear property: `usual` examples in `make check`, ten times as many in `make nightly`."""
    return hypothesis.settings(max_examples=usual * hypothesis.settings().max_examples // USUAL)
