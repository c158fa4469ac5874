"""Strikes secrets out of bytes and texts, in whatever notation they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from legacy_adapters.core.secrets import KNOWN, STRUCK_OUT
from legacy_adapters.sources.screen.evidence.notations import Notation, notations

_LOGIN_IN_A_URL = re.compile(rb"://[^\s/@:?#\"'<>]{0,200}:[^\s/@?#\"'<>]{0,200}@")


class Striker:
    """Strikes a set of values out of whatever it is given; grows with ``add``, and is used by one thread."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._notations: list[Notation] = []
        for value in values:
            self.add(value)

    @classmethod
    def of_all_known(cls) -> Striker:
        """One for every secret that this process knows by now."""
        return cls(KNOWN)

    def add(self, value: str) -> None:
        """Strikes out this value too."""
        if value.strip() and value not in self._values:
            self._values.add(value)
            self._notations += notations(value)
            # The longest first: one secret may begin with another.
            self._notations.sort(key=lambda notation: len(notation.pattern.pattern), reverse=True)

    def add_known(self) -> None:
        """Strikes out what has become known to the process since."""
        for value in KNOWN:
            self.add(value)

    def data(self, data: bytes) -> bytes:
        """``data`` with ``***`` for every secret, and without user and password in front of a host."""
        return self._struck(_LOGIN_IN_A_URL.sub(b"://", data), lambda notation, _: STRUCK_OUT.encode(notation.encoding))

    def sized(self, data: bytes) -> bytes:
        """``data`` with as many stars for every secret as it has bytes, so that what counts bytes stays right."""
        return self._struck(data, lambda _, found: b"*" * len(found))

    def text(self, text: str) -> str:
        """``text`` with ``***`` for every secret."""
        return self.data(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")

    def _struck(self, data: bytes, instead: Callable[[Notation, bytes], bytes]) -> bytes:
        wide = b"\0" in data
        for notation in self._notations:
            if (wide or notation.encoding == "utf-8") and notation.anchor in data:
                data = _replaced(data, notation, instead)
        return data

    def __repr__(self) -> str:
        return f"<strikes out {len(self._values)} secrets>"


def _replaced(data: bytes, notation: Notation, instead: Callable[[Notation, bytes], bytes]) -> bytes:
    return notation.pattern.sub(lambda match: instead(notation, match[0]), data)
