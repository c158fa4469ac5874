"""One mapping for columns of given types."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.faulty_cells import FaultyCells
from legacy_adapters.mapping.plan import Plan
from legacy_adapters.mapping.program import Program
from legacy_adapters.mapping.settings import MappingSettings
from tests.mapping.thing import THING, batch_of

BATCH = batch_of({"ID": ["1", "2", "3", None], "A": ["1", "x", "3", "4"], "B": ["y", "y", "n", "y"]})
FIELDS = {"id": "ID", "net": "A"}


def program(**settings: object) -> Program:
    """A mapping to a thing."""
    stated = MappingSettings.model_validate({"to": "thing", "fields": FIELDS} | settings)
    plan = Plan.of(stated, {"thing": THING}, MappingContext("src", "C", Path()))
    return Program(plan, BATCH.rows.schema, lambda _: {})


def test_all_rows_have_a_record_without_a_condition() -> None:
    """Also those at fault, which the mapper takes out."""
    outcome = program()(pl.DataFrame(BATCH.rows), FaultyCells.of(BATCH))
    assert outcome.numbers is None
    assert outcome.rows.count == 4
    assert sorted(outcome.reasons) == [1, 3]


def test_a_condition_leaves_some() -> None:
    """Their numbers are those of the batch, and so are those of the reasons."""
    outcome = program(when="B = 'y'")(pl.DataFrame(BATCH.rows), FaultyCells.of(BATCH))
    assert outcome.numbers is not None
    assert outcome.numbers.to_list() == [0, 1, 3]
    assert sorted(outcome.reasons) == [1, 3]


@pytest.mark.parametrize("when", [None, "B = 'y'"])
def test_ids_are_found_by_the_number_of_the_row(when: str | None) -> None:
    """None where the key is not whole; a row without a record has no entry."""
    outcome = program(when=when)(pl.DataFrame(BATCH.rows), FaultyCells.of(BATCH))
    assert outcome.ids_of([1, 3]) == {1: "src/C:thing:2", 3: None}
    assert outcome.ids_of([2]) == ({} if when else {2: "src/C:thing:3"})
    assert outcome.ids_of([]) == {}


def test_the_columns_that_are_needed() -> None:
    """Those of the fields and of the condition."""
    assert program().used == {"ID", "A"}
    assert program(when="b = 'y'").used == {"ID", "A", "B"}


def test_columns_may_be_said_to_hold_numbers() -> None:
    """A name that is not there is refused, as everywhere."""
    assert program(columns={"a": "integer"}, when="A > 1").used == {"ID", "A"}
    with pytest.raises(ConfigError, match="no column 'X'"):
        program(columns={"X": "decimal"})


def test_amounts_take_no_doubles_of_a_hook() -> None:
    """The error names column, field and place; texts may come from there."""
    program().refuse_doubles({"B"}, "hook x")
    program().refuse_doubles({"ID"}, "hook x")
    with pytest.raises(ConfigError, match="a float in an amount is an error") as error:
        program().refuse_doubles({"A"}, "hook x")
    assert error.value.where == "hook x"
    assert "thing.net" in error.value.message
