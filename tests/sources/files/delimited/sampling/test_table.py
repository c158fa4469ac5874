"""The table in a sample of text."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.code_page import CodePage
from legacy_adapters.sources.files.delimited.sampling.table import MOST_CHARACTERS, Table, find_table
from legacy_adapters.sources.files.text_sample import TextSample

PAGE = CodePage("utf-8", "assumed", certain=False)


def table_of(head: str, tail: str = "", *, named_so: bool = True) -> Table:
    found = find_table(TextSample(PAGE, head, tail), named_so=named_so)
    assert found is not None
    return found


def test_everything_is_put_together() -> None:
    """Lines above, comments, header, rows, and what stands below."""
    table = table_of("Report\n\nid;day;sum\n# note\n1;2024-01-01;5\n2;2024-01-02;6\n3;2024-01-03;6\nTotal;;17\n")
    assert (table.names, table.width, table.skip, table.footer, table.comment) == (("id", "day", "sum"), 3, 2, 1, "#")
    assert [row.cells[0] for row in table.rows] == ["1", "2", "3"]
    assert (table.above, table.below) == ("Report", "Total;;17")


def test_a_line_sep_names_the_delimiter() -> None:
    """Excel's first line is no row, whatever else would be possible."""
    table = table_of("sep=;\na;b\n1,5;2,5\n3,5;4,5\n")
    assert (table.dialect.delimiter, table.sep, table.names, table.skip) == (";", True, ("a", "b"), 0)


def test_the_end_of_a_large_file_is_looked_at() -> None:
    """What stands below the table is in the tail; the rows of the head are not cut."""
    body = "".join(f"{at};2024-01-{at:02};5\n" for at in range(1, 29))
    table = table_of("id;day;sum\n" + body, "4;2024-01-04\n" + body + "\nErstellt von FIBU am Abend\n")
    assert (table.footer, len(table.rows)) == (1, 28)


def test_a_column_alone_is_a_table_where_the_name_says_so() -> None:
    """A list of numbers in a file named .csv; in any other it is not to be told from other text."""
    table = table_of("year\n2001\n2002\n")
    assert (table.width, table.names) == (1, ("year",))
    assert find_table(TextSample(PAGE, "year\n2001\n2002\n", ""), named_so=False) is None
    assert find_table(TextSample(PAGE, "Dear Sir\nthank you very much\nindeed so\n", ""), named_so=True) is None


@pytest.mark.parametrize("line", ["1;2\n", "1;" + "x" * 400_000 + "\n", "1;2"])
def test_only_so_much_is_looked_at(line: str) -> None:
    """A long head is cut at the end of a line where there is one."""
    table = table_of("a;b\n" + line * (2 * MOST_CHARACTERS // len(line) + 2))
    assert table.names == ("a", "b")
    assert len(table.rows) <= 2000
