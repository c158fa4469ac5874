"""The layout of a screen as it was when its recipe was made, and what is different now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.table.differences import column_differences

_NUMBER = re.compile(r"\d+")
_LANDMARKS = {"headings": "heading", "captions": "caption", "legends": "legend"}


@dataclass(frozen=True, slots=True)
class Layout:
    """What a screen is known by: its columns in order, and once each its form fields (name and type), headings,
    captions and legends, in which every number is a ``#``: a year, a page or a row is not layout."""

    columns: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    legends: tuple[str, ...] = ()

    @classmethod
    def of(cls, header: Sequence[str], landmarks: str | None = None) -> Self:
        """From the header that was read (``TablePage.header``) and the answer of ``LANDMARKS_SCRIPT``."""
        found = json.loads(landmarks) if landmarks else {}
        texts = {kind: tuple(dict.fromkeys(filter(None, map(_plain, found.get(kind, ()))))) for kind in _LANDMARKS}
        fields = dict.fromkeys((_plain(name), kind) for name, kind in found.get("fields", ()))
        return cls(tuple(header), tuple(fields), **texts)

    @classmethod
    def of_json(cls, text: str) -> Self:
        """From ``to_json``. Raises ``ConfigError`` for a text of another kind."""
        try:
            kept = json.loads(text)
            fields = tuple((str(name), str(kind)) for name, kind in kept.pop("fields"))
            return cls(fields=fields, **{name: tuple(map(str, texts)) for name, texts in kept.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "Delete it, look at the screen, and let the next run keep it anew."
            raise ConfigError(f"this is no layout of a screen: {error}", hint=hint) from None

    def to_json(self) -> str:
        """As text that is kept with the recipe, and that a person can compare."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def difference(before: Layout, after: Layout) -> tuple[str, ...]:
    """What is different now, a line each; nothing if the layout is the same."""
    lines = [*column_differences(before.columns, after.columns), *_fields(before.fields, after.fields)]
    for kind, name in _LANDMARKS.items():
        lines += _texts(name, getattr(before, kind), getattr(after, kind))
    return tuple(lines)


def layout_changed(lines: Sequence[str], where: str) -> SourceChanged:
    """The error that says what is different."""
    shown = "".join(f"\n  {line}" for line in lines)
    return SourceChanged(
        f"the screen is not the one that the recipe was made for:{shown}",
        where=where,
        hint="Compare the pictures of before and after. If the screen means what it did, let the layout be kept anew.",
    )


def _fields(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[str]:
    names_before, names_after = {name for name, _ in before}, {name for name, _ in after}
    for name, kind in before:
        if name not in names_after:
            yield f"form field {name!r} is gone"
        elif (name, kind) not in after:
            now = " and ".join(other for same, other in after if same == name)
            yield f"form field {name!r} is of type {now} now, and was {kind}"
    for name, kind in after:
        if name not in names_before:
            yield f"new form field {name!r} of type {kind}"


def _texts(what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    gone = [text for text in before if text not in after]
    new = [text for text in after if text not in before]
    if len(gone) == len(new):
        yield from (f"{what} {old!r} reads {text!r} now" for old, text in zip(gone, new, strict=True))
        return
    yield from (f"{what} {text!r} is gone" for text in gone)
    yield from (f"new {what} {text!r}" for text in new)


def _plain(text: str) -> str:
    return _NUMBER.sub("#", " ".join(text.split()))
