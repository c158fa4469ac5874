"""The id of a record: ``<source id>/<company_id>:<entity>:<key parts, percent-encoded, joined by />``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Final
from urllib.parse import quote

import polars as pl

from legacy_adapters.values.cells import as_text
from legacy_adapters.values.text import number_text

_UNRESERVED: Final = (ascii_letters + digits + "-._~").encode()
"""What stands for itself by RFC 3986; all else is percent-encoded."""

_RESERVED: Final = r"[^A-Za-z0-9._~-]"


def record_ids(source_id: str, entity: str, company: pl.Series, parts: Sequence[pl.Series]) -> pl.Series:
    """The id of each record; null where a part of its key is."""
    if parts and len(company) and not company.null_count() and (company == company[0]).all():
        # Of nearly every batch: then it is the same text in every row.
        pieces = [pl.lit(f"{source_id}/{encoded(company.head(1)).item()}:{entity}:")]
    else:
        pieces = [pl.lit(f"{source_id}/"), pl.lit(encoded(company)), pl.lit(f":{entity}:")]
    for place, part in enumerate(parts):
        pieces += [pl.lit("/")] * (place > 0) + [pl.lit(encoded(part))]
    return pl.select(pl.concat_str(*pieces).alias("record_id")).to_series()


def encoded(part: pl.Series) -> pl.Series:
    """A part of a key as text, percent-encoded; a number without zeros at the end, so that 12.50 and 12.5 are one."""
    kind = part.dtype
    if kind.is_numeric():
        return pl.select(number_text(pl.lit(part), kind)).to_series()
    text = part if kind == pl.String else pl.select(as_text(pl.lit(part), kind)).to_series()
    joined: str = pl.select(pl.lit(text).str.join("")).item()
    if not joined.encode().translate(None, delete=_UNRESERVED):
        return text
    # Few different characters need it, however many rows: they are replaced in one go.
    signs = sorted(set(re.findall(_RESERVED, "".join(text.filter(text.str.contains(_RESERVED)).unique()))))
    return text.str.replace_many(signs, [quote(sign, safe="") for sign in signs])
