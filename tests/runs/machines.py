"""Machines for the tests of where a state lives: this process is on whichever is named."""

from __future__ import annotations

import pytest

from legacy_adapters.runs.state import machine


def be(patch: pytest.MonkeyPatch, name: str) -> None:
    """From now on this is the machine of that name."""
    patch.setenv(machine.VARIABLE, name)
    patch.setattr("socket.gethostname", lambda: name)
