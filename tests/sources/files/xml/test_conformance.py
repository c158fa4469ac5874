"""What every reader keeps to, for XML files in a folder, each in every way in which it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.samples import AT_ONCE
from tests.sources.files.xml.xml_files import reading, write


def ledger(first: int, count: int) -> str:
    """Entries of which every seventh has a field twice, and every eleventh none."""
    entries = "".join(
        f'<Entry no="{n}"><Amount>{n}.00</Amount>{"<Text>a</Text>" * (2 if n % 7 == 0 else n % 11 > 0)}\n'
        f"<Line><Item>{n}</Item></Line><Line><Item>x</Item></Line></Entry>\n"
        for n in range(first, first + count)
    )
    return f'<?xml version="1.0"?>\n<Ledger><Header><Date>2025</Date></Header>\n{entries}<End>{count}</End></Ledger>'


class _Files(ReaderConformance):
    incremental = True
    mode = "whole"

    @pytest.fixture(autouse=True)
    def _in_this_way(self) -> Iterator[None]:
        with reading(self.mode, 700):  # type: ignore[arg-type]
            yield

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, first in (("a.xml", 1), ("b.xml", 500)):
            write(tmp_path, ledger(first, 90), name)
        return FilesSource.model_validate(
            {"path": str(tmp_path), "pattern": "*.xml", "complete": AT_ONCE, "max_rows_per_second": 20}
        )


FIELDS = {"no": "@no", "amount": "Amount", "text": "Text", "date": "../Header/Date"}


class TestFast(_Files):
    expected_rows = 180
    mode = "fast"

    @pytest.fixture
    def stream(self) -> FilesStream:
        return FilesStream(format=XmlFormat(record="Ledger/Entry", fields=FIELDS, stated={"count": "/Ledger/End"}))


class TestParts(TestFast):
    mode = "parts"


class TestWhole(TestFast):
    mode = "whole"


class TestChildren(_Files):
    expected_rows = 360
    mode = "parts"

    @pytest.fixture
    def stream(self) -> FilesStream:
        lines = {"record": "Line", "fields": {"item": "Item"}, "keep": ["no", "date"]}
        settings = {"record": "Ledger/Entry", "fields": FIELDS, "children": {"lines": lines}}
        return FilesStream(format=XmlFormat.model_validate(settings), table="lines")
