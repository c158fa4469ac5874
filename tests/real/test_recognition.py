"""Files of other projects: what is recognised of them agrees with a person's word, and none of any kind is too odd."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.recognition import score_ourselves
from benchmarks.recognition_truth import load_truth, real_files
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.code_page import recognise_code_page
from legacy_adapters.sources.files.format import HEAD_BYTES
from legacy_adapters.sources.files.recognise import recognise

pytestmark = pytest.mark.real

LONGEST = 5.0
"""Seconds for a file, on a machine that has other things to do too."""

CODE_PAGES = {
    "debian-sql-ledger-3.2.6-1/sql/Germany-SKR03-chart.sql": "iso8859-1",
    "debian-sql-ledger-3.2.6-1/sql/Czech-Republic-chart.sql": "iso8859-2",
    "debian-sql-ledger-3.2.6-1/sql/Hungary-chart.sql": "iso8859-2",
    "debian-sql-ledger-3.2.6-1/sql/Danish-Default-chart.sql": "iso8859-1",
    "debian-sql-ledger-3.2.6-1/sql/Austria-chart.sql": "iso8859-1",
    "ledermann+datev/examples/EXTF_Buchungsstapel.csv": "cp1252",
    "wolph+mt940/mt940_tests/self-provided/raiffeisen-cmi.sta": "cp852",
    "mbloch+mapshaper/test/data/dbf/shiftjis.dbf": "cp932",
    "mbloch+mapshaper/test/data/dbf/big5.dbf": "big5",
    "mbloch+mapshaper/test/data/dbf/periphereies.dbf": "cp1253",
    "frictionlessdata+frictionless-py/data/table-infer-iso-8859-7.csv": "iso8859-7",
    "simonmichael+hledger/examples/sample.fr.iso88591.csv": "iso8859-1",
}
"""As their projects say, or a person reads them."""


@pytest.fixture
def files() -> Path:
    folder = real_files()
    if not folder.exists():
        pytest.skip(f"{folder} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return folder


def test_files_are_read_as_a_person_sees_them(files: Path) -> None:
    """The fields of all delimited files, everything down to the number of rows of all but one: a table that lies on its
    side, whose first row is like the others. Whatever else lies beside them is refused."""
    truth = load_truth(files)
    score = score_ourselves(truth)
    assert score.fields == len(truth.delimited) == 152
    assert score.wrong == {"transpose.csv": ["header", "rows"]}
    assert score.everything == 151
    assert score.refused == len(truth.others) == 107


def test_no_file_of_any_kind_is_too_odd(files: Path) -> None:
    """Each is recognised with reasons or refused in words, in a moment."""
    slow: dict[str, float] = {}
    said: list[str] = []
    for path in sorted(one for one in files.rglob("*") if one.is_file()):
        start = time.perf_counter()
        try:
            said.append(" ".join(recognise(path).evidence))
        except BadPart as refused:
            said.append(refused.message and refused.hint)
        if (seconds := time.perf_counter() - start) > LONGEST:
            slow[path.name] = seconds
    assert slow == {}
    assert len(said) > 1000
    assert all(said)


@pytest.mark.parametrize("name", CODE_PAGES)
def test_code_pages_of_real_texts_are_told(files: Path, name: str) -> None:
    """For certain, and so that the text is the one that its project means."""
    data = (files / name).read_bytes()[:HEAD_BYTES]
    found = recognise_code_page(data)
    assert found.certain
    if not name.endswith(".dbf"):
        assert data.decode(found.codec) == data.decode(CODE_PAGES[name])
    else:
        assert data.decode(found.codec, "replace") == data.decode(CODE_PAGES[name], "replace")
