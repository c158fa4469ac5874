"""Whether a file has its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.xml.completeness import is_complete
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, write


@pytest.mark.parametrize(
    ("content", "complete"),
    [
        (LEDGER, True),
        (LEDGER[:-3], False),
        (LEDGER + "<!-- made by x --> \n<?end?>\n", True),
        (LEDGER + "<!-- made by", False),
        ("<r a='1'/>", True),
        ("<p:r xmlns:p='u'><p:r/></p:r >", True),
        ("<r><a/>", False),
        ("<rest></re", False),
        ("", False),
        (LEDGER.replace("UTF-8", "UTF-16").encode("utf-16"), True),
        (LEDGER.replace("UTF-8", "UTF-16").encode("utf-16")[:-8], False),
    ],
)
def test_the_root_has_to_be_closed(tmp_path: Path, content: str | bytes, complete: bool) -> None:
    """Only comments, instructions and blanks may stand behind its end tag."""
    assert is_complete(XmlFormat(record="Ledger/Entry"), write(tmp_path, content)) is complete
