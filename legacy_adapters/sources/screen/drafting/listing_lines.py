"""The part of a draft that is about the list: the table, its key, the next page, the count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legacy_adapters.sources.screen.drafting.actions import Act, SeenTable, Spot
from legacy_adapters.sources.screen.drafting.notation import Value, comment, flow, scalar
from legacy_adapters.sources.screen.drafting.parts import Parts, is_number
from legacy_adapters.sources.screen.drafting.proposals import Found, Listed, count_in, listed, page_in
from legacy_adapters.sources.screen.drafting.selectors import readable

_UNSURE: Final = "Found on the page, but by its place only: look whether this is meant."


def listing_lines(parts: Parts) -> Iterator[str]:
    """The lines from ``table`` to ``total``."""
    table, texts = parts.table, parts.seen.texts if parts.seen else ()
    if table is None:
        yield from comment("No list could be seen. Say where it is, and its header:")
        yield 'table: {at: table, header: ["?"]}'
        return
    found = listed(table)
    yield from _table(table, found)
    yield from _key(found)
    if parts.next is not None:
        yield from _next(parts.next, parts, texts)
    count = count_in(texts)
    if count is not None:
        unsure = "" if count.spot.sure else "# "
        yield from comment(_UNSURE) if unsure else ()
        yield f"{unsure}total:"
        yield f"{unsure}  count: {_where(count)}"


def _table(table: SeenTable, found: Listed) -> Iterator[str]:
    if found.problem:
        yield from comment(f"The list that was seen cannot be read as it is: {found.problem}")
    yield "table:"
    yield f"  at: {scalar(table.at)}"
    if found.header_rows is not None:
        yield f"  header_rows: {found.header_rows}"
    yield f"  header: {flow(found.header or ['?'])}"
    if found.sums:
        yield "  skip:   # rows that are no records, by the name of their class"
        for each in found.sums:
            yield f"    - {flow({'name': each, 'as': 'subtotal', 'class': each})}"


def _key(found: Listed) -> Iterator[str]:
    if found.key_sure:
        yield f"key: {flow([found.key])}"
    elif found.key:
        yield from comment("No two rows that were seen have the same here; does it tell a row from all others?")
        yield from comment(f"key: {flow([found.key])}")


def _next(act: Act, parts: Parts, texts: tuple[Spot, ...]) -> Iterator[str]:
    at, frames = readable(act.selector)
    link = 'text="{page}"' if is_number(act) else at
    own = parts.table.frames if parts.table else ()
    value: Value = (
        link if frames == own else {"at": link, "frame": list(frames) if len(frames) > 1 else "".join(frames)}
    )
    yield "next:"
    yield f"  link: {flow(value)}"
    pages = page_in(texts)
    if pages is not None:
        page, last = pages
        unsure = "" if page.spot.sure else "# "
        yield from comment(_UNSURE, "  ") if unsure else ()
        yield f"  {unsure}page: {_where(page)}"
        yield f"  {unsure}pages: {_where(last)}"


def _where(found: Found) -> str:
    return flow({"at": found.spot.at, "matches": found.matches})
