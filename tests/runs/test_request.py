"""What a run is asked for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from legacy_adapters.runs.request import Request


def test_a_run_delivers_and_remembers_unless_told_otherwise() -> None:
    """And goes on where the last one stood, with its state beside the file."""
    request = Request(Path("gl.yaml"))
    assert (dict(request.params), request.full, request.dry_run, request.state_dir) == ({}, False, False, None)


def test_it_cannot_be_changed_on_the_way() -> None:
    """What was asked for is what is run."""
    with pytest.raises(FrozenInstanceError):
        Request(Path("gl.yaml")).full = True  # type: ignore[misc]
