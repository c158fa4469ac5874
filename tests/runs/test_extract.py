"""One stream to a file, without a project."""

from __future__ import annotations

import gzip
import json
import signal
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs import extract as module
from legacy_adapters.runs.extract import SHOWN_REJECTS, Extraction, Summary, extract
from legacy_adapters.runs.interrupt import Interrupted
from legacy_adapters.runs.locate import Located
from legacy_adapters.runs.pace import Silent
from tests.cli.shop import Shop, open_shop

COLUMNS: dict[str, pa.DataType] = {
    "price": pa.decimal128(18, 2),
    "rate": pa.decimal128(20, 6),
    "day": pa.date32(),
    "open": pa.bool_(),
}
TYPES = pa.schema(COLUMNS)
ROWS: dict[str, list[Any]] = {
    "price": ["12.50", "-0.10", None],
    "rate": ["1.000000", "0.010000", "2.500000"],
    "day": ["2022-01-08", None, "2022-01-09"],
    "open": [True, False, None],
}


@dataclass
class TypedSource:
    """A source whose driver delivers types, as PostgreSQL's does."""

    error: Exception | None = None
    asked_to_end: bool = False
    closed: list[str] = field(default_factory=list)

    def connect(self) -> TypedSource:
        return self

    def __enter__(self) -> TypedSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed.append("connection")

    def schema(self, name: str, stream: object) -> pa.Schema:
        return TYPES

    def reader(self, name: str, stream: object, columns: object = None) -> Any:
        return SimpleNamespace(read=self.read)

    def read(self, since: object) -> Any:
        arrays = [pa.array(values).cast(kind) for values, kind in zip(ROWS.values(), TYPES.types, strict=True)]
        yield Batch("t", "", "start", pa.RecordBatch.from_arrays(arrays, schema=TYPES), pa.array(["a", "b", "c"]), None)
        if self.asked_to_end:
            signal.raise_signal(signal.SIGINT)
        if self.error:
            raise self.error
        yield Batch("t", "", "more", pa.RecordBatch.from_arrays(arrays, schema=TYPES), pa.array(["d", "e", "f"]), None)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TypedSource:
    """In the place of whatever is named."""
    found = TypedSource()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "locate_stream", lambda _source, **_: Located(cast("Any", found), "t", None))
    return found


def to(name: str) -> Extraction:
    return Extraction("db:", name, table="t")


def test_decimals_keep_the_scale_that_the_source_gave_them(source: TypedSource, tmp_path: Path) -> None:
    """No entity says what is an amount here: 12.50 stays 12.50, and 1.000000 stays that."""
    extract(to("out.csv"), show=Silent())
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:4] == [
        "price,rate,day,open",
        "12.50,1.000000,2022-01-08,true",
        "-0.10,0.010000,,false",
        ",2.500000,2022-01-09,",
    ]


def test_json_lines_have_the_types_that_json_has(source: TypedSource, tmp_path: Path) -> None:
    """Booleans are booleans, decimals are text to the last digit, null is null."""
    extract(to("out.jsonl"), show=Silent())
    first, second, *_ = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert first == {"price": "12.50", "rate": "1.000000", "day": "2022-01-08", "open": True}
    assert (second["day"], second["open"]) == (None, False)


def test_what_is_shown_are_the_rows_of_each_batch(source: TypedSource) -> None:
    """For the progress bar."""
    shown: list[int] = []
    show = SimpleNamespace(rows=lambda stream, count: shown.append(count), note=lambda text: None)
    summary = extract(to("out.csv"), show=show)
    assert shown == [3, 3]
    assert summary.lines() == ["6 rows read = 6 taken + 0 filtered + 0 rejected"]
    assert summary.exit_code == 0


def test_an_error_leaves_no_file(source: TypedSource, tmp_path: Path) -> None:
    """Whole, or not at all; the source gets back what was held."""
    source.error = Unavailable("the server is gone")
    with pytest.raises(Unavailable):
        extract(to("out.csv"), show=Silent())
    assert not (tmp_path / "out.csv").exists()
    assert source.closed == ["connection"]


def test_what_was_there_before_stays_until_the_end(source: TypedSource, tmp_path: Path) -> None:
    """An extraction that fails does not cost the last one."""
    extract(to("out.csv"), show=Silent())
    before = (tmp_path / "out.csv").read_bytes()
    source.error = Unavailable("the server is gone")
    with pytest.raises(Unavailable):
        extract(to("out.csv"), show=Silent())
    assert (tmp_path / "out.csv").read_bytes() == before


def test_ctrl_c_does_not_promise_what_only_a_run_can(source: TypedSource, tmp_path: Path) -> None:
    """Nothing is saved, and the message says so."""
    source.asked_to_end = True
    with pytest.raises(Interrupted) as ended:
        extract(to("out.csv"), show=Silent())
    assert ended.value.exit_code == 130
    assert ended.value.hint == "out.csv was not written."
    assert not (tmp_path / "out.csv").exists()


def rejects(count: int) -> list[Reject]:
    reasons = (Reason("not_a_date", "e", "day", "31.02."), Reason("not_a_number", "e", "sum", "x"))
    return [Reject("t", f"t[{n}]", None, "{}", reasons) for n in range(count)]


def test_the_first_rejects_are_shown_with_all_their_reasons() -> None:
    """And of all of them how often each reason occurred."""
    summary = Summary()
    for _ in range(3):
        summary.note(rejects(5))
    summary.rows.read = summary.rows.rejected = 15
    lines = summary.lines()
    assert len(summary.first) == SHOWN_REJECTS
    assert sum("31.02." in line for line in lines) == SHOWN_REJECTS
    assert "  in all 15 × e.day: no such date in the stated formats" in lines
    assert summary.exit_code == 65


def test_few_rejects_need_no_summing_up() -> None:
    """Each is shown already."""
    summary = Summary()
    summary.note(rejects(1))
    summary.rows.read = summary.rows.rejected = 1
    assert len(summary.lines()) == 3


def test_a_mapping_reads_only_the_columns_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell of another column that cannot be read is no reject then; without a mapping it is one."""
    monkeypatch.chdir(tmp_path)
    shop: Shop = open_shop(tmp_path, capsys)
    shop.change("UPDATE KREDITOR SET NAME = x'00FF' WHERE LIFNR = '0001'")
    shop.write("map.yaml", "to: supplier\nfields:\n  company_id: {const: A}\n  supplier_id: LIFNR\n")
    mapped = Extraction("sqlite:///old.db", "a.csv", table="KREDITOR", mapping=Path("map.yaml"))
    assert extract(mapped, show=Silent()).rows.rejected == 0
    raw = extract(Extraction("sqlite:///old.db", "b.csv", table="KREDITOR"), show=Silent())
    assert (raw.rows.taken, raw.rows.rejected) == (3, 1)
    assert "KREDITOR[LIFNR=0001]: NAME: " in raw.lines()[1]


def test_parquet_has_the_types_of_the_source(source: TypedSource, tmp_path: Path) -> None:
    """And nothing is left beside it."""
    extract(to("out.parquet"), show=Silent())
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema.equals(TYPES)
    assert found.num_rows == 6
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_what_goes_to_a_server_leaves_nothing_here(source: TypedSource, tmp_path: Path) -> None:
    """There is no ledger that would need it."""
    memory = fsspec.filesystem("memory")
    try:
        extract(to("memory://box/out.csv.gz"), show=Silent())
        assert gzip.decompress(memory.cat_file("/box/out.csv.gz")).startswith(b"price,rate,day,open\r\n12.50,")
    finally:
        memory.store.clear()
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_is_not_known_names_those_that_are(source: TypedSource) -> None:
    """Also those of compressed files; XML has no template here."""
    with pytest.raises(ConfigError, match=r"ends in \.parqet cannot be written") as raised:
        extract(to("out.parqet"), show=Silent())
    assert "Did you mean .parquet?" in raised.value.hint
    assert ".csv.gz" in raised.value.hint
    with pytest.raises(ConfigError, match="xml needs a template"):
        extract(to("out.xml"), show=Silent())
