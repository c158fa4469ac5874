"""Text as decimals: the notes' examples, the notations of people and machines, and whatever else stands in a column."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legacy_adapters.values.decimals import Rounding, parse_decimal, parse_mixed
from legacy_adapters.values.notation import PLAIN, Notation
from tests.values.oracle import MODES, fitted, machine_number
from tests.values.reading import COLUMN, decimals, faults_of, read, types, values_of

GERMAN, OPEN = Notation(",", "."), Notation()
_NOTATIONS = [Notation(d, t) for d in (None, ".", ",") for t in (None, ".", ",", "'", " ") if d is None or d != t]


@pytest.mark.parametrize("notation", [PLAIN, Notation("."), OPEN], ids=["plain", "stated", "open"])
def test_polars_would_round_this(notation: Notation) -> None:
    """1.239 is never 1.24: at two decimals it is a fault, or ambiguous where no sign is stated."""
    (fault,) = faults_of(parse_decimal(COLUMN, notation, precision=10, scale=2), ["1.239"])
    assert fault == ("ambiguous_number" if notation is OPEN else "too_many_decimals")


@pytest.mark.parametrize("notation", [Notation("."), GERMAN, OPEN], ids=str)
@pytest.mark.parametrize("text", ["1e3", "1.", "1E5", "NaN", "inf", "0x10", "1_000", "--1", "-", ".", "+", "e5"])
def test_polars_would_take_some_of_these(text: str, notation: Notation) -> None:
    """An exponent, a dangling point and other words of machines are no numbers to a person."""
    assert faults_of(parse_decimal(COLUMN, notation, precision=10, scale=2), [text]) == ["not_a_number"]


def test_polars_would_refuse_this() -> None:
    """Blanks around a number do not matter, whichever they are."""
    texts = [" 1.00", "1.00\u00a0", "\t1.00 ", "\u202f1"]
    assert values_of(parse_decimal(COLUMN, PLAIN, precision=10, scale=2), texts) == [Decimal(1)] * 4
    assert values_of(parse_decimal(COLUMN, Notation("."), precision=10, scale=2), texts) == [Decimal(1)] * 4


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("123.45-", "-123.45"), ("(12,50)", "-12.5"), ("12,50 CR", "-12.5"), ("12,50 DR", "12.5"), ("12,50 S", "12.5"),
        ("12,50H", "-12.5"), ("€ 1.234,56", "1234.56"), ("1,234.56 $", "1234.56"), ("kr. 12,50", "12.5"), ("+12", "12"),
        ("DKK 1.234.567,8", "1234567.8"), ("1'234.50", "1234.5"), ("1 234,50", "1234.5"), ("12,50 kr", "12.5"),
        ("0.125", "0.125"), ("0,125", "0.125"), ("1234.567", "1234.567"), ("1.234.567", "1234567"), ("1.2340", "1.234"),
        ("-,5", "-0.5"),
    ],
)  # fmt: skip
def test_people_write_numbers_in_many_ways(text: str, number: str) -> None:
    """What has a single reading needs no notation to be stated."""
    assert values_of(parse_decimal(COLUMN, OPEN, precision=28, scale=4), [text]) == [Decimal(number)]


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "12.345", "123,456", "-1.000", "(1,234)", "€ 1.234", "1.234-", "012.345"]
)
def test_two_readings_are_ambiguous(text: str) -> None:
    """One sign, up to three digits before and three behind it: stated signs decide, nothing else does."""
    assert faults_of(parse_decimal(COLUMN, OPEN, precision=28, scale=4), [text]) == ["ambiguous_number"]
    assert values_of(
        parse_decimal(
            COLUMN, Notation("," if "." in text else ".", "." if "." in text else ","), precision=28, scale=4
        ),
        [text],
    )


@pytest.mark.parametrize("text", ["1.234", "1.234,5", "0.5"])
def test_groups_are_refused_where_only_the_decimal_sign_is_stated(text: str) -> None:
    """A stated decimal comma alone allows no point."""
    assert faults_of(parse_decimal(COLUMN, Notation(","), precision=28, scale=4), [text]) == ["not_a_number"]


def test_machines_print_exponents() -> None:
    """Exponents in a machine's numbers are exact, and far ones are faults."""
    texts = ["1.5e3", "1E5", "-2.50e-2", "1.0e+300", "1e-300", "1e999999999999999999", "0e9"]
    assert read(parse_decimal(COLUMN, PLAIN, precision=28, scale=4), texts) == [
        (Decimal(1500), None), (Decimal(100_000), None), (Decimal("-0.025"), None), (None, "number_too_large"),
        (None, "too_many_decimals"), (None, "number_too_large"), (Decimal(0), None),
    ]  # fmt: skip


@pytest.mark.parametrize("notation", [PLAIN, *_NOTATIONS], ids=str)
def test_nothing_is_null(notation: Notation) -> None:
    """Null, empty and blank texts have neither a value nor a fault."""
    assert (
        read(parse_decimal(COLUMN, notation, precision=28, scale=4), [None, "", "  ", "\u00a0"]) == [(None, None)] * 4
    )


@given(st.lists(decimals(28, 4), min_size=1), st.sampled_from(_NOTATIONS), st.data())
def test_written_numbers_are_read_back(numbers: list[Decimal], notation: Notation, data: st.DataObject) -> None:
    """Whatever sign, grouping, side or currency a number is written with, reading gives it back."""
    sign = data.draw(st.sampled_from(notation.decimals))
    grouper = data.draw(st.sampled_from(("", *notation.groupers(sign))))
    frames = [
        ("{}", "-{}"),
        ("+{}", "{}-"),
        (" {} ", "- {}"),
        ("€ {}", "€ -{}"),
        ("{} kr.", "({}) kr."),
        ("{}S", "{} H"),
        ("{} DR", "{}cr"),
    ]
    frame = data.draw(st.sampled_from(frames))
    texts = [frame[number < 0].format(_written(abs(number), sign, grouper)) for number in numbers]
    assert values_of(parse_decimal(COLUMN, notation, precision=28, scale=4), texts) == numbers


def _written(number: Decimal, sign: str, grouper: str) -> str:
    """Two decimals at least, and never three, which could be ambiguous."""
    whole, _, fraction = f"{number:,.4f}".partition(".")
    return whole.replace(",", grouper) + sign + (fraction[:2] if fraction.endswith("00") else fraction)


@given(
    st.lists(st.text("0123456789+-.eE ", max_size=45) | st.text(max_size=20), min_size=1),
    types(),
    st.sampled_from([None, *MODES]),
)
@example(
    [
        "9" * 100,
        "0" * 100 + "1",
        "1." + "0" * 100,
        "0." + "9" * 100,
        "1\x00",
        "\x00",
        "٣",
        "１２",
        "\u200f12",
        "1\u0660",
    ],
    (28, 4),
    None,
)
@example(
    ["9" * 26 + "." + "9" * 12, "9" * 26 + "." + "9" * 13, "9" * 27, "-" + "9" * 26 + "." + "9" * 12], (38, 12), None
)
@example(
    ["9" * 24 + "." + "9" * 4, "9" * 24 + ".99995", "9" * 24 + ".99994", "-" + "9" * 24 + ".99999"], (28, 4), "half_up"
)
def test_no_text_is_read_wrongly_by_machine_rules(
    texts: list[str], kind: tuple[int, int], rounding: Rounding | None
) -> None:
    """Any text at any precision is what Python's decimals make of it, or the right fault; nothing raises."""
    precision, scale = kind
    found = read(parse_decimal(COLUMN, PLAIN, precision=precision, scale=scale, rounding=rounding), texts)
    for text, row in zip(texts, found, strict=True):
        number = machine_number(text)
        if number is not None:
            assert row == fitted(_near(number), precision=precision, scale=scale, rounding=rounding)
        else:
            assert row == (None, "not_a_number" if text.strip(" \t\u00a0\u2007\u2009\u202f") else None)


def _near(number: Decimal) -> Decimal:
    """The number, or one as far beyond every decimal that Python can still calculate with."""
    if number and not -400 < number.adjusted() < 400:
        return Decimal(f"{'-' if number < 0 else ''}1e{400 if number.adjusted() > 0 else -400}")
    return number


@given(
    st.lists(st.text(max_size=30) | st.text("0123456789.,-+() €krCRSH'’\u00a0", max_size=14), min_size=1),
    st.sampled_from(_NOTATIONS),
)
def test_any_text_has_a_value_or_a_fault_by_peoples_rules(texts: list[str], notation: Notation) -> None:
    """No text raises, and none but a blank one has neither value nor fault."""
    for text, (value, fault) in zip(
        texts, read(parse_decimal(COLUMN, notation, precision=28, scale=4), texts), strict=True
    ):
        assert (value is None) or (fault is None)
        assert ((value, fault) == (None, None)) == (not text.strip(" \t\u00a0\u2007\u2009\u202f"))


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1), st.integers(1, 12))
def test_implied_decimals_are_counted_from_the_end(units: list[int], implied: int) -> None:
    """Digits without a point are so many of the smallest unit, in a person's and a machine's notation."""
    numbers = [Decimal(f"{unit}e-{implied}") for unit in units]
    expected = [fitted(number, precision=28, scale=4) for number in numbers]
    for notation in (PLAIN, GERMAN):
        parsed = parse_decimal(COLUMN, notation, precision=28, scale=4, implied_decimals=implied)
        assert read(parsed, [f"{unit:+}" for unit in units]) == expected


def test_mixed_cells_are_read_by_their_kind() -> None:
    """A number of the source is plain, while text beside it is in the stated notation; unknown kinds are text."""
    frame = pl.DataFrame({
        "text": ["1.234", "1.234", "1e3", "1e3", "12,5", "12,5", None, "7"],
        "number": [True, False, True, False, False, True, True, None],
    })  # fmt: skip
    mixed = parse_mixed(pl.col("text"), pl.col("number"), GERMAN, precision=28, scale=4)
    found = frame.lazy().select(mixed.staged("read")[0]).collect()["read"].struct.unnest().rows()
    assert found == [
        (Decimal("1.234"), None), (Decimal(1234), None), (Decimal(1000), None), (None, "not_a_number"),
        (Decimal("12.5"), None), (None, "not_a_number"), (None, None), (Decimal(7), None),
    ]  # fmt: skip


@pytest.mark.parametrize(("precision", "scale", "implied"), [(39, 4, 0), (4, 5, 0), (28, 4, -1)])
def test_impossible_decimals_are_refused(precision: int, scale: int, implied: int) -> None:
    """A decimal that cannot be is an error at once, not in the middle of a run."""
    with pytest.raises(ValueError, match="decimal"):
        parse_decimal(COLUMN, PLAIN, precision=precision, scale=scale, implied_decimals=implied)
    with pytest.raises(ValueError, match="decimal"):
        parse_mixed(COLUMN, COLUMN, PLAIN, precision=precision, scale=scale, implied_decimals=implied)
