"""The copybook that a pipeline file names."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.fixed.copybook.file import COPYBOOK_BYTES, copybook_text


def test_a_name_is_read(tmp_path: Path) -> None:
    """Relative to the pipeline's folder; comments may be in any code page."""
    (tmp_path / "a.cpy").write_bytes("      * Müller\n       01 A PIC X.\n".encode("cp1252"))
    assert copybook_text("a.cpy", tmp_path).endswith("01 A PIC X.\n")


def test_text_is_a_copybook_already() -> None:
    """Several lines, or an entry."""
    assert copybook_text("01 A PIC X.", Path()) == "01 A PIC X."


def test_a_file_that_cannot_be_one(tmp_path: Path) -> None:
    """Missing, or far too large."""
    with pytest.raises(ValueError, match=r"a\.cpy cannot be read"):
        copybook_text("a.cpy", tmp_path)
    (tmp_path / "b.cpy").write_bytes(b" " * (COPYBOOK_BYTES + 1))
    with pytest.raises(ValueError, match="is it the copybook"):
        copybook_text("b.cpy", tmp_path)
