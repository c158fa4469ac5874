"""What a file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, TotalsDiffer
from legacy_adapters.sources.files.delimited.record_settings import Trailer
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.trailer import is_complete, stated_by

TRAILER = Trailer(starts_with="99", count=2, totals={"BETRAG": 3})


def test_count_and_sums_as_they_are_written() -> None:
    """A sum stays text in the file's own notation; a sum of a column of another table is not for this one."""
    stated = stated_by(TRAILER, ["99", " 0003 ", "1.234,50-"], ["NO", "BETRAG"], None, "x")
    assert stated == {"count": "3", "BETRAG": "1.234,50-"}
    assert stated_by(TRAILER, ["99", "3", "5"], ["NO"], None, "x") == {"count": "3"}


def test_a_count_that_counts_more_than_rows() -> None:
    """The lines that it counts too are taken off; what is no number stays as it is."""
    trailer = Trailer(starts_with="99", count=2, count_extra=2)
    assert stated_by(trailer, ["99", "5"], [], None, "x") == {"count": "3"}
    assert stated_by(trailer, ["99", "many"], [], None, "x") == {"count": "many"}


def test_a_trailer_with_too_few_fields() -> None:
    """It is an error that says which field is not there."""
    with pytest.raises(BadPart, match="has 2 fields, but the sum of BETRAG is said to be in field 3"):
        stated_by(TRAILER, ["99", "3"], ["BETRAG"], None, "x")


def test_the_count_of_several_tables() -> None:
    """It is that of all rows, and is compared as soon as it is read."""
    assert stated_by(TRAILER, ["99", "3", "5"], [], 3, "x") == {}
    with pytest.raises(TotalsDiffer, match="counts 3 rows, but 4 were read"):
        stated_by(TRAILER, ["99", "3", "5"], [], 4, "x")


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        (b"a;b\n1;2\n99;1\n", True),
        (b"a;b\n1;2\n99;1\r\n\r\n\x1a", True),
        (b"a;b\n1;2\n99;1\n# written by X\n", True),
        (b"a;b\n1;2\n", False),
        (b"a;b\n99;1\n1;2\n", False),
        (b"a;b\n1;2\n9", False),
        (b"", False),
        ("a;b\n1;2\n99;1".encode("utf-16"), True),
    ],
)
def test_complete_with_its_trailer_at_the_end(tmp_path: Path, data: bytes, complete: bool) -> None:
    """A comment or an empty line may follow, nothing else."""
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    form = DelimitedFormat(trailer=Trailer(starts_with="99"), comment=("#",))
    assert is_complete(form, path) is complete
    assert is_complete(DelimitedFormat(), path)


def test_a_footer_may_follow_the_trailer(tmp_path: Path) -> None:
    """Lines that are left out at the end do not count."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a\n99;0\nPrinted 1994\n")
    assert is_complete(DelimitedFormat(trailer=Trailer(starts_with="99"), footer=1), path)
