"""Names of members that would lead out of an archive."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.folder.packed.member import refused_name


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a/../../b", "..\\..\\x", "/etc/passwd", "\\\\server\\x", "C:\\x", "c:x", "a\0b", "", "/"],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    """By dots, from the root, on a drive, or none at all."""
    assert refused_name(name)


@pytest.mark.parametrize("name", ["BUCH.TXT", "in/BUCH.TXT", "...", "a..b", "Übertrag [1].TXT"])
def test_other_names_are_fine(name: str) -> None:
    """Dots within a name lead nowhere."""
    assert refused_name(name) is None
