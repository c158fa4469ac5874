"""Knows a Paradox table when it sees one: by a header whose parts fit each other."""

from __future__ import annotations

from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.code_page import recognise_code_page
from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.paradox.blocks import Chain
from legacy_adapters.sources.files.paradox.code_pages import UNSAID, code_page_of
from legacy_adapters.sources.files.paradox.header import SHORTEST, Header, parse_header
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat

_VERSIONS: Final = range(3, 13)
_BLOCKS: Final = 64
"""So many blocks are looked at for letters that are not ASCII."""


def recognise(sample: Sample) -> Recognised | None:
    """The settings for a Paradox table; None for any other file, also for one of its indexes."""
    if len(sample.head) < SHORTEST or sample.head[0x39] not in _VERSIONS:
        return None
    try:
        header = parse_header(sample.head, sample.size, sample.path.name)
        if not all(field.name and min(field.name) >= 0x20 for field in header.fields):
            return None
        page, reason = code_page_of(sample.path, header, None)
        said = f"{header.program}: {header.records} records of {header.record_size} bytes"
        if page.name != UNSAID:
            return Recognised(ParadoxFormat(encoding=page.name), (said, reason))
        pinned, why = _by_letters(sample, header)
    except (BadPart, OSError):
        return None
    return Recognised(ParadoxFormat(encoding=pinned), (said, f"{reason}; {why}"))


def _by_letters(sample: Sample, header: Header) -> tuple[str | None, str]:
    """The code page that the texts of the first blocks look like, and why; None where there is nothing to go by."""
    texts: list[bytes] = []
    with sample.path.open("rb") as file:
        for block, _ in zip(Chain(file, header, sample.path.name).blocks(header.first), range(_BLOCKS), strict=False):
            for field in (field for field in header.fields if field.kind == "text"):
                cells = block.records[:, field.offset : field.offset + field.length]
                texts += [cell.tobytes().rstrip(b"\0") for cell in cells[(cells & 0x80).any(axis=1)]]
    if not texts:
        return None, "nor do its first records need one"
    found = recognise_code_page(b"\n".join(texts))
    try:
        return CodePage.named(found.codec).name, found.evidence
    except LookupError:
        return None, found.evidence
