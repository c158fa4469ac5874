"""What holds for every test: how Hypothesis searches, and an environment that says nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_SPEAKING = ("LEGACY_ADAPTERS_", "PG", "ODBC")
"""Beginnings of variables through which a developer's own settings would reach into a test."""

_KEPT = frozenset({"LEGACY_ADAPTERS_REALDATA"})


@pytest.fixture(scope="session", autouse=True)
def _silent_environment() -> Iterator[None]:
    """Output is 120 columns wide without colours, and no setting of the machine is seen by the code under test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_SPEAKING) and name not in _KEPT:
                patch.delenv(name)
        patch.setenv("NO_COLOR", "1")
        patch.setenv("COLUMNS", "120")
        patch.setenv("TERM", "dumb")
        yield
