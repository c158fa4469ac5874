"""Which files are archives, and which are compressed."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.folder.packed.kinds import archive_kind, compression, is_archive


@pytest.mark.parametrize(
    ("name", "archive", "compressed"),
    [
        ("BUCH.TXT", None, None),
        ("BUCH.TXT.GZ", None, "gz"),
        ("BUCH.bz2", None, "bz2"),
        ("BUCH.xz", None, "xz"),
        ("BUCH.zst", None, "zst"),
        ("month.ZIP", "zip", None),
        ("month.tar", "tar", None),
        ("month.tgz", "tar", "gz"),
        ("month.tar.zst", "tar", "zst"),
        ("month.tar.xz", "tar", "xz"),
        ("book.xlsx", None, None),
    ],
)
def test_the_ending_says_it(name: str, archive: str | None, compressed: str | None) -> None:
    """A spreadsheet is a zip file by its bytes, and none here."""
    assert archive_kind(name) == archive
    assert is_archive(name) == (archive is not None)
    assert compression(name) == compressed
