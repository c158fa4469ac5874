"""What was decided about delimited text and why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.edges import (
    ends_in_delimiters,
    is_cut_short,
    names_instead,
    repeats,
)
from legacy_adapters.sources.files.delimited.sampling.notation import notation
from legacy_adapters.sources.files.delimited.sampling.table import Table
from legacy_adapters.sources.files.text_sample import TextSample

_NAMES: Final = {"\t": "tab", " ": "blank", ",": "comma", ";": "semicolon", "|": "pipe"}
_SHOWN = 3


def evidence(text: TextSample, table: Table) -> Iterator[str]:
    """One line for each decision."""
    dialect = table.dialect
    yield f"code page {text.page.evidence}"
    yield _delimiter_line(table)
    yield _quote_line(table)
    if dialect.skip_blanks:
        yield f"blanks behind the {_name(dialect.delimiter)} are no part of the fields: one stands behind each"
    if table.records is not None:
        kinds = ", ".join(f"{code} ({len(one.columns)} fields)" for code, one in table.records.types.items())
        yield f"several kinds of records, by the first field: {kinds}; give the tables and columns their names"
        return
    yield from _layout_lines(table)
    yield from _row_lines(table)
    for hint in notation(table.rows):
        doubt = f" ({hint.doubt})" if hint.doubt else ""
        yield f"for the mapping, {hint.what}: values such as {hint.example}{doubt}"


def _name(sign: str) -> str:
    return _NAMES.get(sign, repr(sign) if sign.isprintable() else f"{sign!r} (a control character)")


def _delimiter_line(table: Table) -> str:
    name = _name(table.dialect.delimiter)
    if table.sep:
        return f"delimiter {name}: the first line, sep=, says so"
    if table.width == 1:
        return "one column: nothing stands between fields"
    guess = table.guess
    return f"delimiter {name}: {guess.regular} of the first {len(guess.rows)} rows have {guess.width} fields with it"


def _quote_line(table: Table) -> str:
    quote = table.dialect.quote
    quoted = sum(row.quoted for row in table.rows)
    if quote is None:
        return "no quote: where quotes stand, they are part of the fields"
    if not quoted:
        return f"quote {quote}: none is in the sample; it is assumed, as everywhere"
    escaped = f", with {table.dialect.escape} before a quote within" if table.dialect.escape else ""
    return f"quote {quote}: {quoted} fields of the sample are in quotes{escaped}"


def _layout_lines(table: Table) -> Iterator[str]:
    if table.comment:
        yield f"lines that begin with {table.comment} are comments"
    if table.skip:
        yield f"skip {table.skip}: so many lines stand above the table, the first is: {table.above[:60]}"
    if table.header.at is None:
        yield f"no header: {table.header.why}"
    else:
        yield f"header: {', '.join(table.names[:6])[:100]}{' …' if len(table.names) > 6 else ''}: {table.header.why}"
    if table.footer:
        yield f"footer {table.footer}: so many lines at the end are no rows, the first is: {table.below[:60]}"
    if times := repeats(table):
        yield f"the header comes again {times} times, as on top of each page"


def _row_lines(table: Table) -> Iterator[str]:
    if table.names and not table.names[-1].strip():
        yield "the header ends in a delimiter: its last column has no name"
    if (columns := names_instead(table)) is not None:
        yield (
            f"the header has a name fewer than the rows have fields: the first column is called {columns[0]}, and the "
            "names are stated as columns"
        )
        return
    if ends_in_delimiters(table):
        yield "ragged pad: rows end in a delimiter and the header does not; there is nothing in that field"
        return
    widths = Counter(row.width for row in table.rows if row.width != table.width)
    if not widths:
        return
    found = ", ".join(f"{count} with {width}" for width, count in widths.most_common(_SHOWN))
    if is_cut_short(table):
        yield f"ragged pad: rows with fewer fields end early ({found}); what is missing is null"
    else:
        yield f"rows with other than {table.width} fields will be rejects: {found}"
