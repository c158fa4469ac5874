"""What holds for every test: how Hypothesis searches, and an environment that says nothing."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from legacy_adapters.core.secrets import KNOWN
from tests.forked import fork_server

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_SPEAKING = ("LEGACY_ADAPTERS_", "PG", "ODBC")
"""Beginnings of variables through which a developer's own settings would reach into a test."""

_KEPT = frozenset({"LEGACY_ADAPTERS_REALDATA"})


@pytest.fixture(scope="session", autouse=True)
def _processes_begin_with_everything_imported(_silent_environment: None) -> None:
    """Hundreds of tests kill a process of their own: the first one that needs the fork server would decide what it has
    imported."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing.forkserver import ensure_running

        fork_server()
        ensure_running()


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


@pytest.fixture(autouse=True)
def _no_secrets_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has for a password is a word, or a number, of another's data: it would be struck out there."""
    monkeypatch.setattr(KNOWN, "_values", set())
    monkeypatch.setattr(KNOWN, "_pattern", None)
