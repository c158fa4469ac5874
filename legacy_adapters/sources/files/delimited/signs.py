"""What tells fields and rows apart, as the bytes that are worked on."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from legacy_adapters.sources.files.delimited.charset import Charset
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat


@dataclass(frozen=True, slots=True)
class Signs:
    """``not_rows``: what lines begin with that are never read as rows (comments, the trailer): whole physical lines,
    whatever quotes are in them. ``blanks``: whether blanks before a field are skipped."""

    delimiter: bytes
    quote: bytes | None = b'"'
    escape: bytes | None = None
    blanks: bool = False
    quoted_lines: int = 1000
    not_rows: tuple[bytes, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether each of them is one ASCII byte, as the fast lane needs it."""
        return all(
            len(one) == 1 and one.isascii() for one in (self.delimiter, self.quote or b'"', self.escape or b"\\")
        )

    def for_trailer(self) -> Signs:
        """The same, to take a line apart that is no row."""
        return replace(self, not_rows=())


def signs_of(settings: DelimitedFormat, delimiter: str, charset: Charset) -> Signs:
    """The signs of a file in its working bytes. Raises ``UnicodeEncodeError`` for one that its code page lacks."""
    prefixes = list(settings.comment)
    if settings.trailer is not None:
        prefixes.append(settings.trailer.starts_with)
    encode = codecs.getencoder(charset.working)
    return Signs(
        delimiter=encode(delimiter)[0],
        quote=None if settings.quote is None else encode(settings.quote)[0],
        escape=None if settings.escape is None else encode(settings.escape)[0],
        blanks=settings.skip_blanks,
        quoted_lines=settings.quoted_lines,
        not_rows=tuple(encode(prefix)[0] for prefix in prefixes),
    )
