"""`extract`, as it is typed."""

from __future__ import annotations

import json

import pytest

from tests.cli.shop import Shop, column

OLD = "sqlite:///old.db"
MAPPING = """\
map:
  to: supplier
  when: "STATUS = '${param:status}'"
  fields:
    company_id: {const: NORD}
    supplier_id: LIFNR
    name: NAME
    credit_limit: KLIMIT
"""


def test_a_table_comes_out_with_its_own_columns(shop: Shop) -> None:
    """The source's names and order, null is nothing, and money is what it was to the last digit."""
    ended = shop("extract", OLD, "--table", "Invoice", "--to", "invoices.csv")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "3 rows read = 3 taken + 0 filtered + 0 rejected\n"
    assert shop.rows("invoices.csv") == [
        ["InvoiceId", "Customer", "Issued", "Total", "Paid"],
        ["1", "Müller & Söhne", "2024-01-31", "1.98", "1"],
        ["2", 'Nord "AG"', "2024-02-29", "12345678901234.56", "0"],
        ["3", "", "2024-03-01", "10", ""],
    ]


def test_data_goes_to_standard_output_and_talk_to_standard_error(shop: Shop) -> None:
    """So that it can be piped; without --to that is where it goes."""
    ended = shop("extract", OLD, "--table", "Unpaid")
    assert [row[0] for row in ended.table] == ["InvoiceId", "2"]
    assert "1 row read" in ended.err


def test_a_query_and_a_condition(shop: Shop) -> None:
    """Rows outside are never read."""
    ended = shop("extract", OLD, "--query", "SELECT Customer AS Name FROM Invoice", "--where", "Name IS NOT NULL")
    assert ended.table == [["Name"], ["Müller & Söhne"], ['Nord "AG"']]


def test_a_query_may_be_a_file(shop: Shop) -> None:
    """As in a pipeline file."""
    shop.write("sums.sql", "SELECT count(*) AS n FROM Invoice")
    assert shop("extract", OLD, "--query", "sums.sql", "--to", "-").table == [["n"], ["3"]]


def test_json_lines(shop: Shop) -> None:
    """One object a row; a decimal is text, so that every receiver reads it exactly."""
    shop("extract", OLD, "--stream", "Invoice", "--to", "invoices.jsonl")
    rows = [json.loads(line) for line in (shop.folder / "invoices.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["InvoiceId"] for row in rows] == [1, 2, 3]
    assert [row["Total"] for row in rows] == ["1.98", "12345678901234.56", "10"]
    assert rows[2]["Customer"] is None


def test_a_mapping_with_parameters(shop: Shop) -> None:
    """A file of what stands under `map:`; its rows are records of the common schema."""
    shop.write("map.yaml", MAPPING)
    ended = shop("extract", OLD, "--table", "KREDITOR", "--map", "map.yaml", "--param", "status=A")
    assert column(ended.table, "name") == ["Brdr. Høegh", "Kåre Bøgh A/S", "[red]Löwenherz[/]"]
    assert column(ended.table, "credit_limit") == ["1200.50", "99.00", "7.00"]
    assert "3 taken + 1 filtered" in ended.err


def test_rows_that_do_not_fit_are_shown_with_their_reasons(shop: Shop) -> None:
    """Exit code 65, and the others are there."""
    shop.change("UPDATE KREDITOR SET KLIMIT = 'viel' WHERE LIFNR = '0002'")
    shop.write("map.yaml", MAPPING.replace("${param:status}", "A"))
    ended = shop("extract", OLD, "--table", "KREDITOR", "--map", "map.yaml")
    assert ended.code == 65
    assert "KREDITOR[LIFNR=0002]: supplier.credit_limit: not a number" in ended.err
    assert len(ended.table) == 3


def test_columns_named_after_an_entity_need_no_mapping(shop: Shop) -> None:
    """`--as`, with the company from the command line."""
    query = "SELECT LIFNR AS Supplier_ID, KLIMIT AS credit_limit FROM KREDITOR"
    ended = shop("extract", OLD, "--query", query, "--as", "supplier", "--company", "NORD")
    assert column(ended.table, "supplier_id") == ["0001", "0002", "0003", "0004"]
    assert set(column(ended.table, "company_id")) == {"NORD"}


def test_an_entity_of_the_project_is_found(shop: Shop) -> None:
    """In the folder `entities` of the current one."""
    shop.write(
        "entities/vehicle.yaml",
        "entity: vehicle\nversion: 1.0\ndescription: A lorry.\nkey: [company_id, vehicle_id]\nfields:\n"
        "  - {name: company_id, type: text, description: Whose it is.}\n"
        "  - {name: vehicle_id, type: text, description: Its number.}\n",
    )
    query = "SELECT 'NORD' AS company_id, 'FL-1' AS vehicle_id"
    assert shop("extract", OLD, "--query", query, "--as", "vehicle").table[1] == ["NORD", "FL-1"]


def test_the_envelope_says_where_a_record_is_from(shop: Shop) -> None:
    """Behind the fields."""
    shop.write("map.yaml", MAPPING.replace("${param:status}", "D"))
    ended = shop("extract", OLD, "--table", "KREDITOR", "--map", "map.yaml", "--envelope")
    assert column(ended.table, "record_id") == ["extract/NORD:supplier:0003"]
    assert column(ended.table, "origin") == ["KREDITOR[LIFNR=0003]"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--table, --query or --stream"),
        (("--table", "a", "--query", "b"), "--table, --query or --stream"),
        (("--table", "a", "--map", "map.yaml", "--as", "supplier"), "exclude each other"),
        (("--table", "a", "--param", "x=y"), "--map"),
        (("--table", "a", "--company", "NORD"), "--map"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(options: tuple[str, ...], said: str, shop: Shop) -> None:
    """Exit code 2, before anything is opened."""
    shop.write("map.yaml", MAPPING)
    ended = shop("extract", OLD, *options)
    assert ended.code == 2
    assert said in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old.db", "--table", "Invoice"), "Write sqlite:///old.db"),
        (("C:\\old.db", "--table", "Invoice"), "no database URL"),
        (("sqlite:///odl.db", "--table", "Invoice"), "Did you mean old.db?"),
        ((OLD, "--table", "Invoce"), "Did you mean Invoice"),
        ((OLD, "--query", "SELECT Totl FROM Invoice"), "Totl"),
        ((OLD, "--query", "DELETE FROM Invoice"), "'DELETE' does not begin a query"),
        ((OLD, "--query", "SELECT 1; SELECT 2"), "a second statement"),
        ((OLD, "--table", "Invoice", "--as", "invoic"), "Did you mean invoice"),
        ((OLD, "--table", "Invoice", "--to", "a.cvs"), "Did you mean .csv?"),
        ((OLD, "--table", "Invoice", "--to", "a"), "has no ending"),
        ((OLD, "--table", "Invoice", "--map", "pipelines/suppliers.yaml"), "this is a pipeline file"),
        ((OLD, "--table", "KREDITOR", "--as", "gl_line"), "Its columns are LIFNR, NAME"),
    ],
)
def test_what_cannot_be_extracted_is_said_with_what_to_do(arguments: tuple[str, ...], said: str, shop: Shop) -> None:
    """Exit code 78, one message, and no file."""
    ended = shop("extract", *arguments)
    assert ended.code == 78
    assert ended.err.startswith("Error: ")
    assert said in ended.err
    assert not list(shop.folder.glob("*.csv"))


def test_an_output_that_cannot_be_written(shop: Shop) -> None:
    """Exit code 73."""
    (shop.folder / "out.csv").mkdir()
    ended = shop("extract", OLD, "--table", "Invoice", "--to", "out.csv")
    assert ended.code == 73
    assert "is a folder" in ended.err
