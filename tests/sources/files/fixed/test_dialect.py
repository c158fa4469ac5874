"""What is left to machine and compiler."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.kinds.zoned import Overpunch


def test_unless_stated_it_is_a_mainframe() -> None:
    """Most significant byte first, 2-4-8 bytes, the standard signs."""
    dialect = Dialect(charset("cp037"))
    assert not any([dialect.little_comp, dialect.little_comp_5, dialect.short_binary, dialect.low_values])
    assert dialect.overpunch is Overpunch.STANDARD
