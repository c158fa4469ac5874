"""What a service test does when its service is missing."""

from __future__ import annotations

import os
from typing import TypeVar

import pytest

FoundT = TypeVar("FoundT")


def require(found: FoundT | None, what: str, how: str) -> FoundT:
    """``found``; where it is None the test is skipped, or fails with ``REQUIRE_SERVICES=1``.

    The reason says that ``what`` is missing, and ``how`` to get it.
    """
    if found is not None:
        return found
    reason = f"{what} is missing; {how}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{reason} (REQUIRE_SERVICES=1)", pytrace=False)
    pytest.skip(reason)
