"""Paths with places for fields."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.files.path_template import PathTemplate, safe

_COLUMNS: dict[str, pa.DataType] = {
    "company_id": pa.string(),
    "fiscal_year": pa.string(),
    "line_no": pa.int64(),
    "posted_on": pa.date32(),
    "amount": pa.decimal128(28, 4),
}
SCHEMA: pa.Schema = pa.schema(_COLUMNS)
RUN = {"run": "r1", "date": "2024-01-31"}


def template(text: str, *entities: str) -> PathTemplate:
    return PathTemplate.of(text, RUN, dict.fromkeys(entities or ("gl_line",), SCHEMA))


def test_places_are_filled() -> None:
    """Run, date and entity are the same for all records; the rest are columns, in the order they stand in."""
    path = template("out/{date}/{company_id}/{entity}-{fiscal_year}-{run}-{company_id}.csv")
    assert path.columns == ("company_id", "fiscal_year")
    assert path.path("gl_line", ["NORD", "2024"]) == "out/2024-01-31/NORD/gl_line-2024-r1-NORD.csv"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "_"),
        ("", "_"),
        ("_", "%5F"),
        ("NORD", "NORD"),
        ("2025/26", "2025%2F26"),
        ("..", "%2E%2E"),
        (".hidden", "%2Ehidden"),
        ("trailing. ", "trailing%2E%20"),
        ("a\\b", "a%5Cb"),
        ("C:", "C%3A"),
        ("50%", "50%25"),
        ('a"b<c>d|e?f*g', "a%22b%3Cc%3Ed%7Ce%3Ff%2Ag"),
        ("line\nbreak\0", "line%0Abreak%00"),
        ("Æblegård 1.5", "Æblegård 1.5"),
    ],
)
def test_values_are_made_safe(value: str | None, name: str) -> None:
    """No separator, no way up, nothing that Windows refuses; null and empty text are an underscore."""
    assert safe(value) == name


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_two_values_never_share_a_name(values: list[str]) -> None:
    """What differs in the records differs on the disk."""
    assert safe(values[0]) != safe(values[1])


@given(st.text())
def test_a_value_stays_in_its_folder(value: str) -> None:
    """Whatever a record holds, its file is where the template says."""
    folder, _, name = template("out/{company_id}.csv").path("gl_line", [value]).rpartition("/")
    assert folder == "out"
    assert name not in ("", ".", "..")
    assert not set(name) & set('\0/\\<>:"|?*')


@pytest.mark.parametrize(
    ("text", "value", "path"),
    [
        ("{company_id}.csv", "nul", "%6Eul.csv"),
        ("{company_id}/x.csv", "COM1", "%43OM1/x.csv"),
        ("co{company_id}.csv", "n", "%63on.csv"),
        ("x-{company_id}.csv", "nul", "x-nul.csv"),
        ("{company_id}.csv", "nulla", "nulla.csv"),
    ],
)
def test_names_of_devices_are_avoided(text: str, value: str, path: str) -> None:
    """On Windows `nul.csv` is no file, in every folder."""
    assert template(text).path("gl_line", [value]) == path


def test_records_are_split_in_the_order_of_first_coming() -> None:
    """Each path once, its rows in order; null and empty text go to the same file."""
    years = ["2024", None, "2023", "2024", "", "2023"]
    rows = pl.DataFrame({"company_id": ["A"] * 6, "fiscal_year": years})
    text = pl.DataFrame({"n": ["0", "1", "2", "3", "4", "5"]})
    found = template("{company_id}-{fiscal_year}.csv").split("gl_line", rows, text)
    assert [(path, group["n"].to_list(), group.columns) for path, group in found] == [
        ("A-2024.csv", ["0", "3"], ["n"]),
        ("A-_.csv", ["1", "4"], ["n"]),
        ("A-2023.csv", ["2", "5"], ["n"]),
    ]


def test_numbers_and_dates_can_be_in_a_path() -> None:
    """As they are written elsewhere: plain, and ISO 8601."""
    columns = {"line_no": [10], "posted_on": ["2024-01-31"]}
    rows = pl.DataFrame(columns).with_columns(pl.col("posted_on").str.to_date())
    [(path, _)] = template("{line_no}/{posted_on}.csv").split("gl_line", rows, pl.DataFrame({"n": ["0"]}))
    assert path == "10/2024-01-31.csv"


def test_without_columns_nothing_is_split() -> None:
    """Also a batch without rows has its one file."""
    text = pl.DataFrame({"n": []})
    assert [path for path, _ in template("{entity}.csv").split("gl_line", text, text)] == ["gl_line.csv"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{compny_id}.csv", r"\{compny_id\} in the path is no column of gl_line\n  Did you mean \{company_id\}\?"),
        ("{zzz}.csv", r"There are \{run\}, \{date\}, \{entity\} and the columns"),
        ("{}.csv", "no column of gl_line"),
        ("{amount}.csv", r"\{amount\} in the path is of type decimal128\(28, 4\)"),
        ("{company_id.csv", "a brace in the path is not closed"),
    ],
)
def test_places_that_cannot_be_filled_are_refused(text: str, said: str) -> None:
    """Before anything is read, with the nearest name."""
    with pytest.raises(ConfigError, match=said):
        template(text)


def test_two_entities_need_two_files() -> None:
    """Their columns differ, so one file cannot hold both."""
    with pytest.raises(ConfigError, match="2 entities would go to one file: invoice, invoice_line"):
        template("{company_id}.csv", "invoice", "invoice_line")
    assert template("{entity}.csv", "invoice", "invoice_line").columns == ()


@pytest.mark.parametrize(
    ("text", "changes"), [("{run}.csv", True), ("{date}/{entity}.csv", True), ("{entity}.csv", False)]
)
def test_a_template_knows_whether_each_run_has_its_own_files(text: str, changes: bool) -> None:
    """Then the files of earlier runs are nobody's to remove."""
    assert template(text).changes_by_run is changes
