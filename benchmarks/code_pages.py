"""How many texts in old code pages are read as they were written, by how many letters outside ASCII they have: ``python
-m benchmarks.code_pages``. The texts are words of many languages, drawn from a fixed seed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from benchmarks.recognition import PAGE
from benchmarks.table import replace_section
from legacy_adapters.sources.files.code_page import recognise_code_page
from tests.sources.files.vocabulary import VOCABULARY

TEXTS: Final = 400
LETTERS: Final = (1, 3, 6, 12, 24, 48)
_SEED = 20251124
_MACHINES = "machines"


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the code page it was written in."""

    text: str
    codec: str

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.text.encode(self.codec)


@dataclass(frozen=True, slots=True)
class Result:
    """Of texts with at least so many letters outside ASCII: how many there are, were read as written by us, were said
    to be certain, were wrong although, and were read as written by charset-normalizer (None: it is not here)."""

    letters: int
    texts: int
    right: int
    certain: int
    wrong_though_certain: int
    peer: int | None


def texts(letters: int, count: int) -> Iterator[Text]:
    """Words of a language each, with at least so many letters outside ASCII where it has them."""
    draw = random.Random(_SEED)
    languages = [one for name, one in VOCABULARY.items() if _MACHINES not in name]
    for _ in range(count):
        language = draw.choice(languages)
        words = list(language.words)
        draw.shuffle(words)
        taken: list[str] = []
        while words and sum(1 for one in "".join(taken) if one > "\x7f") < letters:
            taken.append(words.pop())
        yield Text(";".join(taken) + "\r\n", draw.choice(language.codecs))


def measure(letters: int, count: int = TEXTS) -> Result:
    """Reads so many texts."""
    right = certain = wrong = 0
    peer = _normalizer()
    theirs = 0 if peer else None
    for one in texts(letters, count):
        found = recognise_code_page(one.data)
        as_written = one.data.decode(found.codec, "replace") == one.text
        right += as_written
        certain += found.certain
        wrong += found.certain and not as_written
        if peer is not None and theirs is not None:
            theirs += peer(one.data) == one.text
    return Result(letters, count, right, certain, wrong, theirs)


def _normalizer() -> Callable[[bytes], str] | None:
    if find_spec("charset_normalizer") is None:
        return None
    package: Any = import_module("charset_normalizer")
    return lambda data: str(package.from_bytes(data).best())


def table(results: Sequence[Result]) -> str:
    """The results as Markdown."""
    lines = [
        "| letters outside ASCII | read as written | said to be certain | of these wrong "
        "| read by charset-normalizer |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in results:
        peer = "" if one.peer is None else _share(one.peer, one.texts)
        shares = f"{_share(one.right, one.texts)} | {_share(one.certain, one.texts)}"
        lines.append(f"| {one.letters} | {shares} | {one.wrong_though_certain} | {peer} |")
    return "\n".join(lines)


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f} %"


def main() -> int:
    """0 where nothing that was said to be certain was wrong."""
    results = [measure(letters) for letters in LETTERS]
    text = table(results)
    print(text)
    if PAGE.exists():
        replace_section(PAGE, "code pages", text)
    return 0 if not any(one.wrong_though_certain for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
