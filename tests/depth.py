"""How many examples a test takes: `make check` takes a few, `make nightly` all."""

from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest

# Examples of each property, by profile; HYPOTHESIS_PROFILE chooses one.
QUICK, USUAL, NIGHTLY = 20, 100, 1000


def sampled(values: Iterable[Any], *usual: Any) -> list[Any]:
    """Return the parameters of a test: `make check` runs the `usual` ones, `make nightly` all of them."""
    parameters = list(values)
    assert all(value in parameters for value in usual), "a usual value is not a parameter"
    return [value if value in usual else _slow(value) for value in parameters]


def _slow(value: Any) -> Any:
    return pytest.param(*value if isinstance(value, tuple) else (value,), marks=pytest.mark.slow)


def examples(usual: int) -> hypothesis.settings:
    """Return the settings of a slow property: `usual` examples in `make check`, ten times as many in `make nightly`."""
    return hypothesis.settings(
        max_examples=max(1, usual * hypothesis.settings().max_examples // USUAL)
    )
