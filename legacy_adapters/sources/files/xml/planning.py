"""Makes a plan of a file's table out of the settings, and what the file's beginning shows."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml.condition import Condition
from legacy_adapters.sources.files.xml.engine import Engine, Plan
from legacy_adapters.sources.files.xml.frame import START_BYTES
from legacy_adapters.sources.files.xml.layout import Layout, layout_of
from legacy_adapters.sources.files.xml.learning import Learner
from legacy_adapters.sources.files.xml.parsing import blocks_of, prologue
from legacy_adapters.sources.files.xml.paths import field_path, record_path
from legacy_adapters.sources.files.xml.settings import ChildTable, XmlFormat
from legacy_adapters.sources.files.xml.shape import Shape
from legacy_adapters.sources.files.xml.survey import survey
from legacy_adapters.sources.files.xml.validation import Validation

SMALL_BYTES = 256 * 1024
"""A file that is smaller is read as one."""

SHAPE_BYTES = 1024 * 1024
"""How much is looked at where columns are stated, and only the way of reading is to be found."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the file's first records hold."""

    plan: Plan
    shape: Shape


@dataclass(frozen=True, slots=True)
class _Question:
    """What a plan is asked for; ``version`` tells when an answer is not that of the file, or of the settings, any
    more."""

    settings: XmlFormat = field(compare=False)
    path: Path
    table: str | None
    version: tuple[object, ...]


def plan_of(settings: XmlFormat, path: Path, table: str | None) -> Planned:
    """The plan for a table. Raises ``ConfigError`` and ``BadPart``; see ``Format``.

    A file is asked for its schema and for its rows: the last plans are remembered, so that it is not looked at twice.
    """
    seen = path.stat()
    stated = (settings.model_dump_json(), settings.schema_path, SMALL_BYTES, START_BYTES)
    question = _Question(settings, path, table, (seen.st_ino, seen.st_size, seen.st_mtime_ns, *stated))
    return _plan(question) if settings.schema_path else _remembered(question)


@lru_cache(maxsize=8)
def _remembered(question: _Question) -> Planned:
    return _plan(question)


def _plan(question: _Question) -> Planned:
    settings, path, table = question.settings, question.path, question.table
    begin = prologue(path, settings.encoding)
    chosen, child, named = _choose(settings, table)
    record = record_path(chosen.record or "", chosen.namespaces)
    row = record_path(child.record, chosen.namespaces).steps if child else ()
    rough = Plan(path, begin, Layout(record, row, ()), {}, encoding=settings.encoding)
    fields = child.fields if child else chosen.fields
    whole = bool(chosen.schema_path) or path.stat().st_size < SMALL_BYTES
    most = START_BYTES if fields is None else 0 if whole else SHAPE_BYTES
    shape = _learn(rough, most) if most else Shape()
    if not shape.records and fields is None:
        raise _missing(rough, named)
    layout = layout_of(chosen, record, child, shape)
    if not layout.columns:
        raise BadPart(
            f"the elements {record} hold no values", where=path.name, hint="State another `record`, or `fields`."
        )
    stated = {} if child else {name: field_path(text, chosen.namespaces) for name, text in chosen.stated.items()}
    _check_stated(layout, list(stated))
    plan = Plan(
        path,
        begin,
        layout,
        stated,
        Condition(chosen.condition, chosen.namespaces) if chosen.condition else None,
        Validation(chosen.schema_path, settings.encoding) if chosen.schema_path else None,
        settings.encoding,
        whole,
    )
    return Planned(plan, shape)


def columns_of(layout: Layout, columns: Sequence[str] | None) -> list[str]:
    """The names of the columns to be read. Raises ``ConfigError`` for one that there is not."""
    known = layout.schema.names
    unknown = next((name for name in columns or () if name not in known), None)
    if unknown is not None:
        raise ConfigError(f"{layout.record} has no column {unknown}", hint=_nearest(unknown, known))
    return known if columns is None else list(columns)


def check_end(plan: Plan, records: int, stated: Collection[str]) -> None:
    """Raises ``BadPart`` for a file without records that is another kind of file, or that does not state what it
    should."""
    missing = next((name for name in plan.stated if name not in stated), None)
    if missing is not None:
        raise BadPart(
            f"it does not state {missing}",
            where=plan.path.name,
            hint="It is incomplete, or the path of `stated` is not in it.",
        )
    if records or plan.layout.record.anywhere:
        return
    names = [step.local for step in plan.layout.record.steps]
    found = survey(plan.path, plan.encoding).paths()
    for end in range(1, len(names)):
        if "/".join(names[:end]) not in found:
            raise BadPart(f"it has no element {'/'.join(names[:end])}", where=plan.path.name, hint=_other(plan, found))


def _choose(settings: XmlFormat, table: str | None) -> tuple[XmlFormat, ChildTable | None, bool]:
    """The settings of a table, the child that it is, and whether it is only known by its path."""
    if table is not None and table in settings.children:
        return settings, settings.children[table], False
    if table is None or table.strip("/") == (settings.record or "").strip("/"):
        if settings.record is None:
            raise ConfigError("the path of the records is not stated", hint="Add `record`; `streams FILE` lists paths.")
        return settings, None, False
    other: dict[str, object] = {"record": table, "fields": None, "children": {}, "stated": {}, "condition": None}
    try:
        record_path(table, settings.namespaces)
    except ValueError as error:
        raise ConfigError(f"{table!r} is no table of the file: {error}", hint="`streams FILE` lists them.") from error
    return settings.model_copy(update=other), None, True


def _learn(plan: Plan, most: int) -> Shape:
    """What the records of the first part hold; those of more if there is none in it."""
    learner = Learner(plan.layout.row)
    engine = Engine(plan, taker=learner)
    size = 0
    for number, block in enumerate(blocks_of(plan.path)):
        engine.feed(block, number)
        size += len(block)
        if size >= most and learner.shape.records:
            break
    return learner.shape


def _missing(plan: Plan, named: bool) -> BadPart | ConfigError:
    record = plan.layout.record
    hint = _other(plan, survey(plan.path, plan.encoding).paths())
    if named:
        return ConfigError(f"there is no table {record}", where=plan.path.name, hint=hint)
    hint += " A file that may be without records needs `fields`."
    return BadPart(f"it has no element {record}, from which columns could be learnt", where=plan.path.name, hint=hint)


def _other(plan: Plan, found: Sequence[str]) -> str:
    return _nearest(str(plan.layout.record).lstrip("/"), found)


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    return f"There is {', '.join(near)}." if near else f"There is {', '.join(list(known)[:8])}."


def _check_stated(layout: Layout, stated: Sequence[str]) -> None:
    for name in stated:
        if name != "count" and name not in layout.schema.names:
            raise ConfigError(
                f"`stated`: {name} is no column of {layout.record}", hint=_nearest(name, layout.schema.names)
            )
