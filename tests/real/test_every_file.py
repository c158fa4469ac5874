"""Every real file is read, or refused in words; what becomes of each is kept in the docs."""

from __future__ import annotations

import pytest

from tests.real.every_file import HOME, KINDS, PAGE, outcome, page, paths

pytestmark = pytest.mark.real


@pytest.mark.parametrize("kind", [*KINDS, "cobol"])
def test_what_becomes_of_each_file_is_what_the_docs_say(kind: str) -> None:
    """No file crashes or hangs its reader; a change of an outcome is a change of the page."""
    if not HOME.exists():
        pytest.skip("LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    found = [outcome(path, of) for path, of in paths() if of == kind]
    section = page(found).partition(f"## {kind}\n")[2].partition("\n## ")[0]
    kept = PAGE.read_text(encoding="utf-8").partition(f"## {kind}\n")[2].partition("\n## ")[0]
    assert section.splitlines() == kept.splitlines()
