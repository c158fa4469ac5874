"""Recognises what a file is: each format is asked, and what was decided can be pinned in the pipeline file."""

from __future__ import annotations

from pathlib import Path

import yaml

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.code_pages.ebcdic import is_ebcdic
from legacy_adapters.sources.files.format import FormatSettings, Recognised, Sample
from legacy_adapters.sources.files.formats import FORMATS
from legacy_adapters.sources.files.signatures import binary_kind, text_kind
from legacy_adapters.sources.files.text_sample import text_sample

_SHOWN = 60


def recognise(path: Path) -> Recognised:
    """The format of a file, as the first of ``FORMATS`` recognises it.

    Raises ``BadPart`` for a file that is empty, or that no format knows, and says what it looks like where that can be
    told; ``OSError`` where it cannot be opened. Only a sample is looked at, however large the file is.
    """
    sample = Sample.of(path)
    if not sample.head.strip(b"\x00\x1a\r\n\t "):
        raise BadPart(
            "is empty", where=str(path), hint="State `format` in the pipeline file if that is as it should be."
        )
    for room in FORMATS.values():
        found = room.recogniser()(sample)
        if found is not None:
            return found
    raise _unknown(sample)


def _unknown(sample: Sample) -> BadPart:
    known = ", ".join(FORMATS)
    hint = f"State `format: {{kind: …}}` in the pipeline file if it is one of: {known}."
    if (kind := binary_kind(sample.head)) is not None:
        return BadPart(f"is {kind}, which no format here reads", where=str(sample.path), hint=hint)
    text = text_sample(sample)
    if is_ebcdic(sample.head):
        words = "looks like records of a large machine (EBCDIC), which state nowhere how they are laid out"
        return BadPart(words, where=str(sample.path), hint=hint)
    if text is None:
        begin = sample.head[:8].hex(" ")
        return BadPart(
            f"is no text, and of no kind that is known; it begins with {begin}", where=str(sample.path), hint=hint
        )
    if (kind := text_kind(text.head)) is not None:
        return BadPart(f"looks like {kind}, which no format here reads", where=str(sample.path), hint=hint)
    first = next((line.strip() for line in text.head.splitlines() if line.strip()), "")
    return BadPart(
        f"is text without regular fields, as far as can be seen; it begins with {first[:_SHOWN]!r}",
        where=str(sample.path),
        hint=hint,
    )


def as_yaml(settings: FormatSettings) -> str:
    """The line that pins a format in a pipeline file: its kind, what was decided, what differs from the defaults."""
    kind = {"kind": getattr(settings, "kind", "")}
    decided = settings.model_dump(mode="json", exclude_unset=True)
    line = yaml.safe_dump(
        {"format": kind | decided}, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return line.strip().removeprefix("{").removesuffix("}")
