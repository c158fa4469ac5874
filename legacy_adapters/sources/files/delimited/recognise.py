"""Recognises delimited text: its settings, and in words why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from legacy_adapters.sources.files.delimited.sampling.notation import notation
from legacy_adapters.sources.files.delimited.sampling.table import Table, find_table
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.signatures import binary_kind, text_kind
from legacy_adapters.sources.files.text_sample import TextSample, text_sample

_SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab", ".psv", ".ssv", ".scsv"})
_SURE = 0.55
_NAMES: Final = {"\t": "tab", " ": "blank", ",": "comma", ";": "semicolon", "|": "pipe"}
_UNMARKED: Final = {"utf-8-sig": "utf-8"}
_LEAST_SHORT = 3
_SHOWN = 3


def recognise(sample: Sample) -> Recognised | None:
    """See ``Recogniser``: None for what is no text, begins like a file of another kind, or has no regular fields."""
    if binary_kind(sample.head) is not None or (text := text_sample(sample)) is None:
        return None
    if text_kind(text.head) is not None:
        return None
    named_so = sample.path.suffix.lower() in _SUFFIXES
    table = find_table(text, named_so=named_so)
    if table is None or not (named_so or _is_sure(table)):
        return None
    return Recognised(_settings(text, table), tuple(_evidence(text, table)))


def _is_sure(table: Table) -> bool:
    """Whether it is a table although its name does not say so: prose has commas too."""
    if len(table.guess.rows) == 1:
        return table.dialect.delimiter in ";\t|" and table.guess.rows[0].filled > 2
    return table.guess.score >= _SURE or table.records is not None or table.sep


def _settings(text: TextSample, table: Table) -> DelimitedFormat:
    dialect = table.dialect
    decided: dict[str, Any] = {
        "kind": "delimited",
        "encoding": _UNMARKED.get(text.page.codec, text.page.codec),
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
    }
    if table.records is not None:
        return DelimitedFormat(**decided, records=table.records)
    decided["header"] = table.header.at is not None
    optional = {
        "escape": dialect.escape,
        "skip": table.skip,
        "footer": table.footer,
        "comment": (table.comment,) if table.comment else (),
        "skip_blanks": dialect.skip_blanks,
        "repeated_header": _repeats(table) > 0,
        "ragged": "pad" if _is_cut_short(table) else None,
    }
    return DelimitedFormat(**decided, **{name: value for name, value in optional.items() if value})


def _repeats(table: Table) -> int:
    """How often the header comes again among the rows."""
    return sum(1 for row in table.rows if tuple(row.cells) == table.names) if len(table.names) > 1 else 0


def _short(table: Table) -> int:
    return sum(1 for row in table.rows if row.width < table.width)


def _is_cut_short(table: Table) -> bool:
    """Whether rows end early where nothing more stands in them, as spreadsheets write them; one short row is rather a
    damaged one."""
    short = _short(table)
    if short < _LEAST_SHORT or short * 20 < len(table.rows):
        return False
    surplus = any(cell.strip() for row in table.rows for cell in row.cells[table.width :])
    narrowest = min(row.width for row in table.rows)
    return not surplus and (not any(name.strip() for name in table.names[narrowest:]) or short * 5 < len(table.rows))


def _evidence(text: TextSample, table: Table) -> Iterator[str]:
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
    if repeats := _repeats(table):
        yield f"the header comes again {repeats} times, as on top of each page"


def _row_lines(table: Table) -> Iterator[str]:
    if table.names and not table.names[-1].strip():
        yield "the header ends in a delimiter: its last column has no name"
    widths = Counter(row.width for row in table.rows if row.width != table.width)
    if not widths:
        return
    found = ", ".join(f"{count} with {width}" for width, count in widths.most_common(_SHOWN))
    if _is_cut_short(table):
        yield f"ragged pad: rows with fewer fields end early ({found}); what is missing is null"
    else:
        yield f"rows with other than {table.width} fields will be rejects: {found}"
