"""Formats in the words of ``strptime``."""

from __future__ import annotations

import re

import pytest

from legacy_adapters.values.moment_format import MONTHS, compiled


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("%d.%m.%Y", "31.01.2024"), ("%d.%m.%Y", "1.2.2024"), ("%Y%m%d", "20240131"), ("%d%m%y", "310124"),
        ("%m/%d/%Y %I:%M:%S %p", "1/31/2024 2:05:00 PM"), ("%Y-%m-%d %H:%M:%S.%f", "2024-01-31 12:00:00.1234560"),
        ("%Y-%m-%d %H:%M:%S%.f", "2024-01-31 12:00:00"), ("%Y-%m-%dT%H:%M:%S%z", "2024-01-31T12:00:00+01:00"),
        ("%d. %B %Y", "3.  März 2024"), ("%d-%b-%y", "31-Dec-99"), ("%F %T", "2024-01-31 23:59:59"),
        ("%%%Y %d %m", "%2024 1 2"), ("%-d.%-m.%Y", "1.2.2024"),
    ],
)  # fmt: skip
def test_texts_of_a_format_match(stated: str, text: str) -> None:
    """What the format describes is let through, with one digit where no other number touches it."""
    assert _matches(compiled(stated).pattern, text)


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("%d.%m.%Y", "01.02.24"), ("%d.%m.%Y", "20.7.-2022"), ("%d.%m.%Y", "25.01.+999"), ("%d.%m.%Y", "17.06. 007"),
        ("%d.%m.%Y", " 4.06.2015"), ("%d.%m.%Y", "32.01.2024"), ("%d.%m.%Y", "31.13.2024"), ("%d.%m.%Y", "0.1.2024"),
        ("%Y%m%d", "2024131"), ("%d%m%y", "13089t"), ("%d.%m.%Y", "31a01b2024"), ("%d.%m.%Y", "٣١.٠١.٢٠٢٤"),
        ("%Y-%m-%d %H:%M:%S", "2024-01-31 23:59:60"), ("%Y-%m-%d %H:%M:%S", "2024-01-31 24:00:00"),
        ("%Y-%m-%d %H:%M:%S.%f", "2024-01-31 12:00:00.1234567"), ("%m/%d/%Y %I:%M %p", "1/31/2024 13:05 PM"),
    ],
)  # fmt: skip
def test_polars_would_read_some_of_these(stated: str, text: str) -> None:
    """Short years, signs and blanks for digits, and times that no day has are not let through."""
    form = compiled(stated)
    assert not _matches(form.pattern, text)
    assert form.quick is None or not _matches(form.quick, text)


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern.replace(r"\p{L}", r"[^\W\d_]"), text) is not None


@pytest.mark.parametrize(
    ("stated", "width"), [("%d.%m.%Y", 10), ("%Y%m%d", 8), ("%d%m%y", 6), ("%Y-%m-%d %H:%M:%S", 19), ("%d.%m.%y", 8)]
)
def test_usual_texts_have_the_width_of_their_format(stated: str, width: int) -> None:
    """A format of digits says how long its texts are."""
    assert compiled(stated).width == width


@pytest.mark.parametrize("stated", ["%d-%b-%Y", "%m/%d/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%S%z", "%Y%m%d%H%M%S%f"])
def test_what_polars_reads_otherwise_has_no_quick_way(stated: str) -> None:
    """Names, half days, offsets, and a fraction without its point are read by their parts."""
    assert compiled(stated).quick is None


def test_a_fraction_is_in_polars_words_with_its_point() -> None:
    """Python's ``.%f`` is ``%.f`` to Polars."""
    assert compiled("%Y-%m-%d %H:%M:%S.%f").chrono == "%Y-%m-%d %H:%M:%S%.f"


@pytest.mark.parametrize(
    ("stated", "part"),
    [
        ("%d.%m", "a day, a month and a year"), ("", "a day, a month and a year"), ("%Y-%m-%d %y", "a year"),
        ("%d.%m.%Y %d", "says the day twice"), ("%Q.%m.%Y", "%Q"), ("%d.%m.%Y %", "lone %"),
        ("%d.%m.%Y %I:%M", "%I and %p"),
        ("%d.%m.%Y :%M", "without an hour"), ("%d. %b %m %Y", "a month"),
    ],
)  # fmt: skip
def test_formats_that_cannot_be_are_refused(stated: str, part: str) -> None:
    """Unknown, missing and doubled parts are errors that name them and the format."""
    with pytest.raises(ValueError, match=re.escape(part)) as raised:
        compiled(stated)
    assert repr(stated) in str(raised.value)


def test_each_month_has_its_names() -> None:
    """All twelve are known in English, German and Danish, each under its own names only."""
    assert set(MONTHS.values()) == set(range(1, 13))
    assert (MONTHS["märz"], MONTHS["maj"], MONTHS["okt"], MONTHS["dec"], MONTHS["sept"]) == (3, 5, 10, 12, 9)
