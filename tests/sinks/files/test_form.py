"""What each format does with the records of an entity."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sinks.files.form import form_of
from legacy_adapters.sinks.files.packing import PackedLayout
from legacy_adapters.sinks.files.settings import FileSink
from tests.sinks.samples import ROW, delivery


@pytest.mark.parametrize(
    ("path", "packed", "made", "most"),
    [
        ("a.csv", False, False, None),
        ("a.jsonl.gz", True, False, None),
        ("a.parquet", False, True, None),
        ("a.xlsx", False, True, 1_048_575),
    ],
)
def test_text_is_the_file_and_the_others_are_made_at_the_end(
    tmp_path: Path, path: str, packed: bool, made: bool, most: int | None
) -> None:
    """Compressed as it comes, or made of what was staged."""
    form = form_of(FileSink(path=path), delivery(tmp_path), "row", ROW)
    assert isinstance(form.layout, PackedLayout) == packed
    assert (form.make is not None, form.most) == (made, most)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it."""
    for name in ("xml", "xml_template"):
        monkeypatch.delitem(sys.modules, f"legacy_adapters.sinks.files.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.setitem(sys.modules, "jinja2.sandbox", None)
    with pytest.raises(DriverMissing, match="writing XML needs the package jinja2") as raised:
        form_of(FileSink(path="a.xml", template="t"), delivery(tmp_path), "row", ROW)
    assert "legacy-adapters[xml]" in raised.value.hint
