"""Recognises delimited text: its settings, and in words why."""

from __future__ import annotations

from typing import Final

from legacy_adapters.sources.files.delimited.sampling.edges import (
    ends_in_delimiters,
    is_cut_short,
    names_instead,
    repeats,
)
from legacy_adapters.sources.files.delimited.sampling.table import Table, find_table
from legacy_adapters.sources.files.delimited.sampling.wording import evidence
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.signatures import binary_kind, text_kind
from legacy_adapters.sources.files.text_sample import TextSample, text_sample

_SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab", ".psv", ".ssv", ".scsv"})
_SURE = 0.55
_NEARLY = 0.9
_USUAL: Final = ",;\t|"
_UNMARKED: Final = {"utf-8-sig": "utf-8"}


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
    return Recognised(_settings(text, table), tuple(evidence(text, table)))


def _is_sure(table: Table) -> bool:
    """Whether it is a table although its name does not say so: prose has commas too, and lists
    of settings have colons."""
    if len(table.guess.rows) == 1:
        return table.dialect.delimiter in ";\t|" and table.guess.rows[0].filled > 2
    if table.dialect.delimiter not in _USUAL:
        paired = table.width == 2 and table.dialect.delimiter.isprintable()
        if paired or table.guess.regular < _NEARLY * len(table.guess.rows):
            return False
    return table.guess.score >= _SURE or table.records is not None or table.sep


def _settings(text: TextSample, table: Table) -> DelimitedFormat:
    decided = _written_with(text, table)
    if table.records is not None:
        return DelimitedFormat.model_validate(decided | {"records": table.records})
    optional = {
        "skip": table.skip,
        "footer": table.footer,
        "comment": table.comment,
        "repeated_header": repeats(table) > 0,
        "ragged": "pad" if is_cut_short(table) or ends_in_delimiters(table) else None,
    }
    decided["header"] = table.header.at is not None
    if (names := names_instead(table)) is not None:
        decided |= {"header": False, "columns": names, "skip": table.first_line}
    return DelimitedFormat.model_validate({name: value for name, value in optional.items() if value} | decided)


def _written_with(text: TextSample, table: Table) -> dict[str, object]:
    dialect = table.dialect
    decided: dict[str, object] = {
        "kind": "delimited",
        "encoding": _UNMARKED.get(text.page.codec, text.page.codec),
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
    }
    if dialect.escape is not None:
        decided["escape"] = dialect.escape
    if dialect.skip_blanks:
        decided["skip_blanks"] = True
    return decided
