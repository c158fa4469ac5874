"""Rows that refer to what was rejected in the stream before theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pyarrow as pa

from legacy_adapters.changes.kept_back import KeptBack, Reference
from legacy_adapters.core.batch import Array, Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.records import Records
from tests.changes.test_duplicates import batch_of, kept, mapped, records


class Ledger:
    """What was rejected by stream, and how often it was asked."""

    def __init__(self, **rejected: Collection[str]) -> None:
        self.rejected = rejected
        self.asked: list[str] = []

    def missing(self, stream: str) -> Collection[str]:
        """The ids."""
        self.asked.append(stream)
        return self.rejected.get(stream, ())


def _named(rows: pa.RecordBatch) -> Array:
    return rows.column("id")


def _refers(stream: str = "lines", entity: str = "line", after: str = "headers") -> Reference:
    return Reference(stream, entity, "header", after, _named)


def _lines(headers: list[str | None], entity: str = "line", stream: str = "lines") -> tuple[Batch, Mapped]:
    """One record per row; each has a header, and an id of its own."""
    found: Records = records(entity, headers)
    found = replace(found, record_id=pa.array([f"own{i}" for i in range(len(headers))]))
    return replace(batch_of(len(headers)), stream=stream), mapped(found, taken=len(headers))


def test_rows_that_refer_to_a_rejected_record_are_set_aside() -> None:
    """The reason names the record that they wait for, the reject has the id of their own."""
    stage = KeptBack([_refers()], Ledger(headers={"b"}).missing)
    result = stage(*_lines(["a", "b", None, "b", "c"]))
    assert kept(result, "line") == ["own0", "own2", "own4"]
    assert result.taken == 3
    assert [(r.origin, r.record_id) for r in result.rejects] == [("r1", "own1"), ("r3", "own3")]
    (reason,) = result.rejects[0].reasons
    assert (reason.code, reason.entity, reason.field, reason.value) == ("kept_back", "line", "header", "b")


def test_a_stream_without_references_goes_on_as_it_is() -> None:
    """Also with records of the same entity, and nobody is asked."""
    ledger = Ledger(headers={"b"})
    batch, given = _lines(["b"], stream="others")
    assert KeptBack([_refers()], ledger.missing)(batch, given) is given
    assert ledger.asked == []


def test_where_nothing_was_rejected_nothing_is_looked_at() -> None:
    """The records come out as they went in."""
    batch, given = _lines(["a", "b"])
    assert KeptBack([_refers()], Ledger().missing)(batch, given) is given


def test_records_of_another_entity_refer_to_nothing() -> None:
    """A mapping that does not name the header has no part in it."""
    batch, given = _lines(["b"], entity="item")
    assert KeptBack([_refers()], Ledger(headers={"b"}).missing)(batch, given) is given


def test_it_asks_when_a_stream_begins_and_when_it_is_come_back_to() -> None:
    """A stream that was read in pieces comes again: what was rejected in between counts."""
    ledger = Ledger(headers={"a"})
    stage = KeptBack([_refers()], ledger.missing)
    for _ in range(3):
        stage(*_lines(["b"]))
    assert ledger.asked == ["headers"]
    stage(*_lines(["b"], stream="headers"))
    ledger.rejected = {"headers": {"a", "b"}}
    assert len(stage(*_lines(["b"])).rejects) == 1
    assert ledger.asked == ["headers", "headers"]


def test_it_asks_again_once_a_piece_was_given_up() -> None:
    """What had been rejected in it is forgotten."""
    ledger = Ledger(headers={"b"})
    stage = KeptBack([_refers()], ledger.missing)
    token = stage.commit()
    assert len(stage(*_lines(["b"])).rejects) == 1
    ledger.rejected = {}
    stage.back_to(token)
    assert not stage(*_lines(["b"])).rejects


def test_a_row_may_wait_for_several_records() -> None:
    """It is one reject with every reason."""
    references = [_refers(), _refers(after="customers")]
    stage = KeptBack(references, Ledger(headers={"b"}, customers={"b", "c"}).missing)
    result = stage(*_lines(["b", "c"]))
    assert [len(reject.reasons) for reject in result.rejects] == [2, 1]


def test_the_id_of_a_row_is_that_of_its_first_record_that_has_one() -> None:
    """As it is for a row that its mapping rejects."""
    batch, given = _lines(["b"])
    anonymous = records("note", [None])
    last = replace(records("line", ["b"]), record_id=pa.array(["later"]))
    both = replace(given, records=(anonymous, *given.records, last))
    (reject,) = KeptBack([_refers()], Ledger(headers={"b"}).missing)(batch, both).rejects
    assert reject.record_id == "own0"
