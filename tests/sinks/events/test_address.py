"""Templates of routing keys, subjects, streams and topics."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.events.address import Address
from tests.sinks.events.samples import LINE, envelope, lines


def address(text: str) -> Address:
    return Address.of(text, "routing_key", {"line": LINE}, lambda value: quote(value, safe=""))


def each(text: str, records: Records) -> str | list[str]:
    return address(text).each(records, envelope(records))


@pytest.mark.parametrize(
    ("text", "made"),
    [("all", "all"), ("{entity}.{operation}", "line.upsert"), ("{source}/{run}", "sage%20hq/run-1"), ("", "")],
)
def test_what_is_alike_for_all_records_is_one_address(text: str, made: str) -> None:
    """Values are made safe, the template's own text is left alone."""
    assert each(text, lines(3)) == made


def test_a_column_gives_each_record_its_own() -> None:
    """In the order of the records."""
    assert each("{entity}.{company_id}", lines(3, companies=2)) == ["line.C0", "line.C1", "line.C0"]


@pytest.mark.parametrize(("column", "made"), [("line_no", "0"), ("posted_on", "2024-01-01"), ("is_open", "true")])
def test_numbers_days_and_truth_values_may_stand_in_one(column: str, made: str) -> None:
    """As they are written everywhere."""
    assert each(f"{{{column}}}", lines(1)) == made


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_value_is_an_underscore(nothing: str | None) -> None:
    """An address never has an empty place."""
    assert each("x.{description}", lines(1, description=nothing)) == "x._"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{entity", "not closed"),
        ("{compani_id}", "Did you mean {company_id}"),
        ("{zzzzzzzz}", "There are {entity}"),
        ("{amount}", "of type decimal"),
    ],
)
def test_a_place_that_cannot_be_filled_is_a_wrong_setting(text: str, message: str) -> None:
    """With the nearest one, and the setting's name."""
    with pytest.raises(ConfigError, match=message) as raised:
        address(text)
    assert raised.value.where == "routing_key"


def test_no_records_have_one_address_or_none() -> None:
    """An empty batch is no error."""
    assert each("{company_id}", lines(0)) == []
