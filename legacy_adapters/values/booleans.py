"""Texts that mean true or false."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from legacy_adapters.values.notation import BLANKS
from legacy_adapters.values.parsed import Parsed, fault_where, in_turn, read_once

TRUE: Final = ("true", "t", "yes", "y", "ja", "j", "wahr", "1", "-1", "x")
"""What means true unless a pipeline says otherwise: English, German, Danish, Access (-1), and the cross of a form."""

FALSE: Final = ("false", "f", "no", "n", "nein", "nej", "falsch", "0")
"""What means false unless a pipeline says otherwise. An empty text is nothing; put "" into the list where it is no."""


def parse_boolean(text: pl.Expr, true: Collection[str] = TRUE, false: Collection[str] = FALSE) -> Parsed:
    """Reads texts of the two lists, in lower or upper case, with blanks around. Fault: ``not_a_boolean``.

    An empty or blank text is null, unless "" is in a list. Raises ``ValueError`` for a text that is in both.
    """
    meanings = {word.strip(BLANKS).lower(): True for word in true}
    for word in false:
        if meanings.setdefault(word.strip(BLANKS).lower(), False):
            raise ValueError(f"{word!r} cannot mean both true and false")
    spelled = {form: meaning for word, meaning in meanings.items() for form in _spellings(word)}
    # Looked up in a list with the true ones first, a text's place tells what it means.
    known = pl.Enum(sorted(spelled, key=lambda form: not spelled[form]))

    def quickly(texts: pl.Series) -> pl.Series:
        return texts.cast(known, strict=False).to_physical() < sum(spelled.values())

    def closely(texts: pl.Series) -> pl.DataFrame:
        plain = texts.str.strip_chars(BLANKS).str.to_lowercase()
        value = plain.replace_strict(list(meanings), list(meanings.values()), default=None, return_dtype=pl.Boolean)
        fault = fault_where(pl.lit(value.is_null() & (plain != "")), "not_a_boolean")
        return pl.select(value.alias("value"), fault.alias("fault"))

    return read_once(text, pl.Boolean(), in_turn([quickly], closely))


def _spellings(word: str) -> set[str]:
    return {word, word.upper(), word.capitalize()}
