"""The name of a claimed file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.folder.claims import Claim

_AT = datetime(2026, 1, 31, 3, 15, 0, 999, tzinfo=UTC)


def test_a_claim_stands_beside_its_file() -> None:
    """Hidden, in the same folder, with owner and moment."""
    assert Claim.by("sub/BUCH.TXT", "host/run", _AT).name == "sub/.BUCH.TXT.claimed-host%2Frun@20260131T031500Z"


def test_the_moment_is_in_utc() -> None:
    """Two machines in two zones write the same."""
    east = _AT.astimezone(timezone(timedelta(hours=5)))
    assert Claim.by("a", "b", east).name == Claim.by("a", "b", _AT).name


@given(st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text), st.text(min_size=1, max_size=20))
def test_a_claim_is_found_again_in_its_name(original: str, owner: str) -> None:
    """Whatever the file and the owner are called, also with newlines or something like a claim."""
    if any(0xD800 <= ord(char) <= 0xDFFF for char in owner):
        return
    claim = Claim.by(original, owner, _AT)
    assert Claim.of(claim.name) == claim


@pytest.mark.parametrize("name", ["BUCH.TXT", ".BUCH.TXT.claimed-x", ".a.claimed-x@20269931T000000Z", "a.claimed-x@1"])
def test_other_names_are_no_claims(name: str) -> None:
    """Also those that look like one but have no owner, or no moment that exists."""
    assert Claim.of(name) is None
