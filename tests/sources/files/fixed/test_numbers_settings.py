"""How numbers are stored."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.numbers_settings import Numbers


def test_floats_follow_the_code_page() -> None:
    """Unless they are stated."""
    assert Numbers().dialect(charset("cp037"), low_values=False).ibm_floats
    assert not Numbers().dialect(charset("cp1252"), low_values=False).ibm_floats
    assert not Numbers(floats="ieee").dialect(charset("cp037"), low_values=True).ibm_floats


def test_byte_orders() -> None:
    """COMP and COMP-5 apart."""
    dialect = Numbers(comp_5="little", binary_sizes="1-8").dialect(charset("cp1252"), low_values=False)
    assert (dialect.little_comp, dialect.little_comp_5, dialect.short_binary) == (False, True, True)
