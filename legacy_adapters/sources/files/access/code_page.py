"""Code pages of Jet 3 as Python calls them."""

from __future__ import annotations

import codecs
from typing import Final

_OTHER_NAMES: Final = {932: "cp932", 936: "gbk", 949: "cp949", 950: "cp950", 10000: "mac_roman", 10007: "mac_cyrillic"}
DEFAULT: Final = "cp1252"


def codec_of(*numbers: int) -> str:
    """The codec of the first of these code pages that is known; that of Western Europe if none is."""
    for number in numbers:
        name = _OTHER_NAMES.get(number, f"cp{number}")
        try:
            codecs.lookup(name)
        except LookupError:
            continue
        return name
    return DEFAULT
