"""Records whose fields are at the same places."""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.copybook.build import Choices, build_layout
from legacy_adapters.sources.files.fixed.copybook.parse import parse_copybook
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.framing.block import words
from legacy_adapters.sources.files.fixed.placing import Placements
from tests.sources.files.fixed.given import block

BOOK = "01 R. 05 N PIC 9. 05 A OCCURS 0 TO 2 DEPENDING ON N PIC X. 05 Z PIC X."
LAYOUT = build_layout(parse_copybook(BOOK), Dialect(charset("cp1252")), Choices())


def test_groups_by_count() -> None:
    """Each record is in one group, or has a count that none can have."""
    groups, wrong = Placements(LAYOUT).together(
        block(b"0z", b"1az", b"1bz", b"9z", b"xz"), words([0, 1, 2, 3, 4]), 0x20
    )
    assert sorted((group.rows.tolist(), group.placed.size) for group in groups) == [([0], 2), ([1, 2], 3)]
    assert wrong == {3: "N is 9", 4: "N is x"}


def test_the_length_of_a_record() -> None:
    """By its counts; more than there is where the file ends within them; none where they are wrong."""
    placements = Placements(LAYOUT)
    assert [placements.size(record) for record in (b"2abz", b"0z", b"9", b"")] == [4, 2, None, 1]
