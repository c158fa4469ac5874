"""From settings to what reading needs."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.fixed.plan import plan_of
from tests.sources.files.fixed.given import settings

TWO = "01 A. 05 T PIC X. 05 N PIC 9(3)V99. 01 B. 05 T PIC X. 05 M OCCURS 0 TO 2 DEPENDING ON T PIC X. 05 S PIC X.\n"
TYPES = {"field": "T", "types": {"1": {"name": "a", "record": "A"}, "2": {"name": "b", "record": "B"}}, "ignore": "9"}
TWICE = {"1": {"name": "a", "record": "A"}, "2": {"name": "a", "record": "B"}}


def test_tables_and_codes() -> None:
    """Each type has its layout; a name is found, or near ones are offered."""
    plan = plan_of(settings(copybook=TWO, records=TYPES))
    assert [table.name for table in plan.tables] == ["a", "b"]
    assert plan.type_field is not None
    assert dict(plan.type_field.tables) == {"1": 0, "2": 1, "9": -1}
    assert (plan.table("b"), plan.longest) == (1, 6)
    with pytest.raises(ConfigError, match="several kinds of records: a, b"):
        plan.table(None)
    with pytest.raises(ConfigError, match="no table c"):
        plan.table("c")


def test_the_only_table_needs_no_name() -> None:
    """It is called rows."""
    plan = plan_of(settings(copybook="01 A PIC X."))
    assert plan.table(None) == plan.table("rows") == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"copybook": TWO}, r"several records \(01 A, 01 B\)"),
        ({"copybook": TWO, "record": "C"}, "no record C"),
        ({"copybook": TWO, "records": TYPES | {"field": "S"}}, "S is not a field at a fixed place"),
        ({"copybook": "01 A PIC Q."}, "copybook line 1: PIC Q"),
        ({"copybook": "01 A PIC X.", "trailer": {"starts_with": "9", "totals": {"B": [1, 2]}}}, "no column B"),
        ({"copybook": TWO, "records": {"field": "T", "types": TWICE}},
         "two types of records"),
    ],
)  # fmt: skip
def test_what_does_not_fit(given: dict[str, object], message: str) -> None:
    """The error says where and what."""
    with pytest.raises(ValueError, match=message):
        settings(**given)


def test_figures_are_written_as_their_columns() -> None:
    """Unless they say something else."""
    fields = [{"name": "P", "width": 4, "type": "packed", "decimals": 2}, {"name": "T", "width": 4}]
    trailer = {
        "starts_with": "9",
        "totals": {"P": [2, 4], "T": [2, 4]},
        "count": {"at": 6, "width": 2, "type": "binary"},
    }
    plan = plan_of(settings(fields=fields, trailer=trailer))
    assert plan.trailer is not None
    assert type(plan.trailer.totals["P"].kind).__name__ == "Packed"
    assert type(plan.trailer.totals["T"].kind).__name__ == "Text"
    assert plan.trailer.count is not None
    assert type(plan.trailer.count.kind).__name__ == "Binary"
