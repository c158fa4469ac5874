"""Whether a file has its end: the end tag of its root, behind which only comments may stand."""

from __future__ import annotations

import re
from pathlib import Path

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.parsing import prologue
from legacy_adapters.sources.files.xml.settings import XmlFormat

_TAIL_BYTES = 64 * 1024
_BEHIND = re.compile(r"(?:\s|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*\Z", re.DOTALL)


def is_complete(settings: XmlFormat, path: Path) -> bool:
    """Looks at the beginning and the end, and at nothing in between. A file that is no XML has no end to wait for."""
    try:
        begin = prologue(path, settings.encoding)
    except BadPart:
        return False
    with path.open("rb") as file:
        size = file.seek(0, 2)
        # An even number of bytes in wide encodings.
        file.seek(max(0, size - _TAIL_BYTES) // 4 * 4)
        tail = file.read().decode(begin.encoding.family, errors="replace")
    name = re.escape(begin.root.rpartition("}")[2])
    end = re.search(
        rf"(?:</(?:[\w.\-]+:)?{name}\s*>|<(?:[\w.\-]+:)?{name}(?:\s[^<]*)?/>){_BEHIND.pattern}", tail, re.DOTALL
    )
    return end is not None
