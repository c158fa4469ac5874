"""What a backup says of itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.state.manifest import Entry, Manifest

MANIFEST = Manifest(
    state="1a2b3c4d",
    made_at=datetime(2026, 11, 21, 3, 15, tzinfo=UTC),
    host="alpha",
    pipelines={"gl": "20261121-031400-5f0c"},
    files={
        "ledger.db": Entry(3, "abc"),
        "spool/gl%20north/20261121-031400-5f0c/000001.arrows": Entry(5, "def"),
        "runs/20261121-031400-5f0c/keys/entity 1.0.keys": Entry(0, "0"),
    },
    missing=("runs/x",),
)


def test_it_comes_back_as_it_was() -> None:
    """All of it."""
    assert Manifest.from_json(MANIFEST.to_json().encode()) == MANIFEST


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "spool/../../x",
        "spool/a/../x",
        "runs/..",
        "spool\\x",
        "sessions/a.session",
        "C:x",
        "a.lock",
    ],
)
def test_a_name_that_no_backup_has_is_refused(name: str) -> None:
    """Nothing is ever written outside the state's folder."""
    whole = json.loads(MANIFEST.to_json())
    whole["files"][name] = {"bytes": 1, "sha256": "0"}
    with pytest.raises(ValueError, match="names of files"):
        Manifest.from_json(json.dumps(whole).encode())


def test_without_a_ledger_it_is_none() -> None:
    """The rest alone cannot be restored."""
    whole = json.loads(MANIFEST.to_json())
    del whole["files"]["ledger.db"]
    with pytest.raises(ValueError, match="names of files"):
        Manifest.from_json(json.dumps(whole).encode())


def test_a_newer_version_is_refused() -> None:
    """With what to do."""
    whole = json.loads(MANIFEST.to_json()) | {"version": 2}
    with pytest.raises(ConfigError, match="newer version"):
        Manifest.from_json(json.dumps(whole).encode())


def test_other_json_is_none() -> None:
    """Whatever it is."""
    with pytest.raises(ValueError, match="something"):
        Manifest.from_json(b'{"kind": "something"}')
