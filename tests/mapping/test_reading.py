"""How the texts of a mapping are read."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.field_settings import FieldSettings
from legacy_adapters.mapping.locale import Locale
from legacy_adapters.mapping.reading import PLAINLY, reading_of
from legacy_adapters.values.notation import Notation

GERMAN = Locale.model_validate({"decimal": ",", "thousands": ".", "date": "%d.%m.%Y", "null_values": ["-"]})


def test_the_locale_gives_the_defaults() -> None:
    """What nobody states is the usual."""
    reading = reading_of(GERMAN, None, "here")
    assert reading.notation == Notation(",", ".")
    assert reading.dates == ("%d.%m.%Y",)
    assert (reading.null_values, reading.pivot, reading.zone) == (("-",), 68, None)
    assert "j" in reading.true
    assert "n" in reading.false


def test_a_field_states_otherwise() -> None:
    """Only in what it states."""
    field = FieldSettings.model_validate({"from": "A", "date": "%Y%m%d", "true": "X", "null_values": "n/a"})
    reading = reading_of(GERMAN, field, "here")
    assert (reading.dates, reading.datetimes, reading.true) == (("%Y%m%d",), ("%Y%m%d",), ("X",))
    assert (reading.notation, reading.null_values) == (Notation(",", "."), ("n/a",))


def test_points_in_time_follow_the_dates() -> None:
    """Each format of a date, with the usual times; one that has a time already as it is; or what is stated."""
    assert reading_of(GERMAN, None, "here").datetimes[0] == "%d.%m.%Y %H:%M:%S"
    timed = Locale.model_validate({"date": ["%d.%m.%Y %H:%M", "%Y"]})
    assert reading_of(timed, None, "here").datetimes[:2] == ("%d.%m.%Y %H:%M", "%Y %H:%M:%S")
    stated = Locale.model_validate({"datetime": "%Y%m%d%H%M%S"})
    assert reading_of(stated, None, "here").datetimes == ("%Y%m%d%H%M%S",)


def test_signs_that_cannot_be_told_apart_are_refused() -> None:
    """The error names the field."""
    with pytest.raises(ConfigError, match="both") as error:
        reading_of(Locale.model_validate({"decimal": ".", "thousands": "."}), None, "here")
    assert error.value.where == "here"


def test_our_own_texts_are_plain() -> None:
    """Points and ISO dates, and nothing else."""
    assert PLAINLY.notation.machine
    assert PLAINLY.dates == ("%Y-%m-%d",)
