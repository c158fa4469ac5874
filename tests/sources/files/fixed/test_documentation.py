"""The page on fixed width says what there is, and its examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.settings import FilesStream
from tests.architecture.package import ROOT
from tests.sources.files.fixed.given import write

PAGE = (ROOT / "docs" / "sources" / "files" / "fixed.md").read_text(encoding="utf-8")
PIPELINE, BY_HAND = (
    yaml.load(text, Loader=yaml.BaseLoader) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
)
BOOK = b"       01 R.\n           05 KONTO PIC X(8).\n           05 BETRAG PIC S9(11)V99 COMP-3.\n"


@pytest.mark.parametrize("setting", [name for name in FixedFormat.model_fields if name != "kind"])
def test_every_setting_is_described(setting: str) -> None:
    """Each is in the first column of the table."""
    assert any(f"`{setting}`" in line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `"))


def test_the_examples_are_settings(tmp_path: Path) -> None:
    """With a copybook beside the pipeline file, and with fields by hand."""
    write(tmp_path, BOOK, "ledger.cpy")
    stated = {"format": PIPELINE["streams"]["gl"]["format"]}
    stream = FilesStream.model_validate(stated, context={"folder": tmp_path})
    assert isinstance(stream.format, FixedFormat)
    assert stream.format.totals(None) == ["BETRAG"]
    assert FixedFormat.model_validate(BY_HAND["format"]).schema(tmp_path, None).names == [
        "KONTO",
        "BETRAG",
        "SALDO",
        "TEXT",
    ]
