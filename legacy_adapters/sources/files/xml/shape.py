"""What the records at a file's beginning hold: the columns of a table whose fields nobody stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import MOST_COLUMNS

OWN_TEXT = "."


def local_name(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


class Shape:
    """The paths of everything in the records that were shown to it, in the order in which they first appeared.

    A leaf is an element without elements in it, or an attribute. What repeats within one record is no column.
    ``prefixed``: a name in it has a prefix.
    """

    def __init__(self) -> None:
        self.records = 0
        self.prefixed = False
        self._flat: set[tuple[tuple[str, bool, bool], ...]] = set()
        self._paths: dict[str, bool] = {}
        self._parents: set[str] = set()
        self._repeated: set[str] = set()

    def add(self, record: Any) -> None:
        """Takes in one more record, an element that is complete."""
        self.records += 1
        self.prefixed = self.prefixed or record.prefix is not None
        tags = tuple((child.tag, child.text is None, bool(len(child) or child.keys())) for child in record)
        if tags in self._flat and not record.keys():
            return
        if not any(odd for _, _, odd in tags) and not record.keys():
            self._flat.add(tags)
        seen: Counter[str] = Counter()
        for path, text in self._leaves(record, OWN_TEXT, seen):
            self._paths[path] = self._paths.get(path, False) or text
        self._repeated.update(path for path, times in seen.items() if times > 1)

    def columns(self) -> Sequence[str]:
        """The paths of all that is a column, as ``field_path`` reads them."""
        return [self._plain(path) for path, text in self._paths.items() if self._is_column(path, text)]

    def repeated(self) -> Sequence[str]:
        """The outermost elements that repeat within a record."""
        return [self._plain(path) for path in sorted(self._repeated) if not self._within(path.rpartition("/")[0])]

    def leaves(self) -> Sequence[str]:
        """The paths of all elements without elements in them, and of all attributes."""
        return [self._plain(path) for path in self._paths if path not in self._parents]

    @property
    def is_flat(self) -> bool:
        """Whether every path stands at most once in a record, and none of them has text beside elements."""
        return not self._repeated and not any(text and path in self._parents for path, text in self._paths.items())

    def _leaves(self, element: Any, path: str, seen: Counter[str]) -> Iterator[tuple[str, bool]]:
        """Every leaf, and whether anything stands in it."""
        if len(element.keys()) > MOST_COLUMNS:
            raise BadPart(f"<{local_name(element.tag)}> has more than {MOST_COLUMNS} attributes: that is no record")
        for name, value in element.items():
            yield f"{path}/@{local_name(name)}", bool(value)
        if len(element) == 0:
            yield path, bool(element.text)
            return
        self._parents.add(path)
        # The order of the leaves is that of the file, and nesting is limited by the parser.
        for child in element:
            below = f"{path}/{local_name(child.tag)}"
            self.prefixed = self.prefixed or child.prefix is not None
            seen[below] += 1
            yield from self._leaves(child, below, seen)

    def _is_column(self, path: str, text: bool) -> bool:
        if path == OWN_TEXT and (not text or self._parents):
            return False
        return (text or path not in self._parents) and not self._within(path)

    def _within(self, path: str) -> bool:
        """Whether it is, or stands in, an element that repeats."""
        while path:
            if path in self._repeated:
                return True
            path = path.rpartition("/")[0]
        return False

    @staticmethod
    def _plain(path: str) -> str:
        return path if path == OWN_TEXT else path.removeprefix("./")
