"""Masks of what is bad."""

from __future__ import annotations

import numpy as np

from legacy_adapters.sources.files.fixed.kinds.cells import any_bad


def test_a_mask_of_nothing_is_none() -> None:
    """So that the good way does not look at it."""
    assert any_bad(np.array([False, False])) is None
    found = any_bad(np.array([False, True]))
    assert found is not None
    assert found.tolist() == [False, True]
