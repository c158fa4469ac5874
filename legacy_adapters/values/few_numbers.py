"""A few number texts at once: for some dozens of them setting up expressions costs more than reading them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

import polars as pl

from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.notation import BLANKS, GROUPERS, Notation, usual_reading

MOST_DIGITS: Final = 38


def few_decimals(texts: Sequence[str | None], notation: Notation, scale: int) -> list[Decimal | None]:
    """The numbers as ``parse_decimal`` reads them at ``scale``; None for what is empty or no number."""
    (decimal,) = notation.decimals
    pattern = _pattern(notation, scale)
    found: list[Decimal | None] = []
    odd: list[int] = []
    for place, text in enumerate(texts):
        bare = "" if text is None else text.strip(BLANKS)
        if bare and pattern.fullmatch(bare) and len(bare) < MOST_DIGITS - scale:
            for sign in notation.groupers(decimal):
                bare = re.sub(f"[{GROUPERS[sign]}]", "", bare)
            found.append(Decimal(bare.replace(decimal, ".")))
        else:
            found.append(None)
            if bare:
                odd.append(place)
    if odd:
        closely = pl.Series("text", [texts[place] for place in odd], dtype=pl.String).to_frame()
        parsed = parse_decimal(pl.col("text"), notation, precision=MOST_DIGITS, scale=scale)
        for place, value in zip(odd, closely.select(parsed.value.alias("value")).to_series(), strict=True):
            found[place] = value
    return found


@lru_cache(maxsize=64)
def _pattern(notation: Notation, scale: int) -> re.Pattern[str]:
    (decimal,) = notation.decimals
    return re.compile(usual_reading(notation, decimal, scale))
