"""The first byte of a DBF."""

from __future__ import annotations

from legacy_adapters.sources.files.dbf.versions import REFUSED, VERSIONS


def test_no_byte_is_read_and_refused() -> None:
    """One or the other."""
    assert not VERSIONS.keys() & REFUSED.keys()


def test_level_7_is_what_its_bits_say() -> None:
    """Bits 0 to 2 are 4, as the format's description has it."""
    level7 = {byte for byte, version in VERSIONS.items() if version.family == "dbase7"}
    assert level7 == {byte for byte in VERSIONS if byte & 7 == 4}
