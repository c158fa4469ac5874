"""Which code page a Paradox table is read in, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.paradox.code_pages import code_page_of
from legacy_adapters.sources.files.paradox.header import read_header
from tests.sources.files.paradox.tables import ALPHA, P, header, write

FIELDS = [P("A", ALPHA, 8)]


@pytest.mark.parametrize(
    ("stated", "name", "reason"),
    [
        ({"code_page": 437}, "cp437", "code page cp437: the header has the number 437"),
        ({"code_page": 867}, "kamenicky", "code page kamenicky: the header has the number 867"),
        ({"code_page": 9999}, "ascii", "only ASCII: the header names no code page"),
        ({"version": 4, "sort_order": 0x82}, "cp865", "code page cp865: the header has the sort order 0x82"),
        ({"version": 4}, "ascii", "only ASCII: the header names no code page"),
    ],
)
def test_the_header_says_it(tmp_path: Path, stated: dict[str, int], name: str, reason: str) -> None:
    """By a number, in earlier versions by the order of sorting, or not at all."""
    path = write(tmp_path, header(FIELDS, 0, 0, **stated))
    page, why = code_page_of(path, read_header(path), None)
    assert (page.name, why) == (name, reason)


def test_what_is_stated_wins(tmp_path: Path) -> None:
    """Unless there is no such code page."""
    path = write(tmp_path, header(FIELDS, 0, 0))
    assert code_page_of(path, read_header(path), "cp866")[0].name == "cp866"
    with pytest.raises(ConfigError, match="there is no code page cp0815"):
        code_page_of(path, read_header(path), "cp0815")
