"""What is slow on purpose is quick in these tests."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.login import stretching


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.module.__name__.rpartition(".")[2] != "test_stretching":
        monkeypatch.setattr(stretching, "ROUNDS", 2)
