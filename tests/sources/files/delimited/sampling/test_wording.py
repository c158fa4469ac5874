"""What was decided, in words."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.delimited.sampling.table import find_table
from legacy_adapters.sources.files.delimited.sampling.wording import evidence
from legacy_adapters.sources.files.text_sample import TextSample
from tests.sources.files.delimited.sampling.test_table import PAGE


def words(head: str) -> str:
    text = TextSample(PAGE, head, "")
    table = find_table(text, named_so=True)
    assert table is not None
    return "\n".join(evidence(text, table))


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("a;b\n1;2\n", "code page assumed"),
        ("a;b\n1;2\n", "delimiter semicolon: 2 of the first 2 rows have 2 fields with it"),
        ("a\x1fb\n1\x1f2\n", "delimiter '\\x1f' (a control character)"),
        ("sep=;\na;b\n1;2\n", "delimiter semicolon: the first line, sep=, says so"),
        ("year\n2001\n2002\n", "one column: nothing stands between fields"),
        ("a;b\n1;2\n", 'quote ": none is in the sample'),
        ('a;b\n"x;y";2\n', 'quote ": 1 fields of the sample are in quotes'),
        ("a, b\n1, 2\n3, 4\n", "blanks behind the comma are no part of the fields"),
        ("id;b\n1;2\n3;4\n", "header: id, b: numbers, dates or truth values stand below id, b"),
        ("1;x\n3;y\n", "no header: the first row is like those below it"),
        ("Title\nid;b\n1;2\n3;4\n", "skip 1: so many lines stand above the table, the first is: Title"),
        ("id;b;c\n1;2;3\n3;4;5\n\nPrinted by somebody\n", "footer 1: so many lines at the end are no rows"),
        ("# x\nid;b\n1;2\n3;4\n", "lines that begin with # are comments"),
        ("id;b\n1;2\nid;b\n3;4\n", "the header comes again 1 times"),
        ("id;b;\n1;2;\n3;4;\n", "its last column has no name"),
        ("id;b;c\n1;2;3\n3;4\n5;6;7\n", "rows with other than 3 fields will be rejects: 1 with 2"),
        ("id;b;c\n" + "1;2;3\n30000;4\n" * 5, "ragged pad: rows with fewer fields end early (5 with 2)"),
        ("id;b\n1;2;\n3;4;\n", "ragged pad: rows end in a delimiter"),
        ("a;b\nx;1;2\ny;3;4\n", "the first column is called row"),
        ("id;b\n1;2,50\n3;4,50\n", 'for the mapping, locale: {decimal: ","}: values such as 2,50'),
        ("01;a\n02;b;c\n01;d\n02;e;f\n", "several kinds of records, by the first field: 01 (2 fields), 02 (3 fields)"),
    ],
)
def test_each_decision_has_a_line(head: str, line: str) -> None:
    """Whoever reads them knows what was seen and what will be done."""
    assert line in words(head)
