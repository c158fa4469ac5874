"""A run whose receiver refused records ends, and says which."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Refusal
from legacy_adapters.runs.refused import raise_refused
from tests.sinks.events.samples import lines


def test_the_first_is_named() -> None:
    """With the receiver's words."""
    with pytest.raises(OutputError, match=r"1 record was refused: line .* \(no such account\)"):
        raise_refused([Refusal(lines(1), "no such account")])


def test_without_any_the_run_goes_on() -> None:
    """Nothing is to be told."""
    raise_refused([])
