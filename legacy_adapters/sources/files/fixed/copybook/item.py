"""The items of a copybook: data description entries, and the tree that their level numbers make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from legacy_adapters.sources.files.fixed.copybook.picture import Picture


@dataclass(frozen=True, slots=True)
class Occurs:
    """How often an item is repeated: ``most`` times, or as often as the field ``depending`` says."""

    most: int
    depending: str | None = None


@dataclass(frozen=True, slots=True)
class SignClause:
    """Where the sign of a displayed number is."""

    leading: bool
    separate: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One entry with what is below it. ``name`` is None for FILLER and for items without a name; a clause that is None
    was not written. ``usage`` is in its shortest form: COMP, COMP-3, DISPLAY and so on."""

    level: int
    name: str | None
    line: int
    picture: Picture | None = None
    usage: str | None = None
    sign: SignClause | None = None
    occurs: Occurs | None = None
    redefines: str | None = None
    sync: bool = False
    children: tuple[Item, ...] = field(default=())

    @property
    def shown(self) -> str:
        """What it is called in a message."""
        return f"{self.level:02} {self.name or 'FILLER'}"

    def inherits(self, above: Item) -> Item:
        """With what a group says for all that is below it: USAGE, SIGN and SYNC."""
        return replace(
            self, usage=self.usage or above.usage, sign=self.sign or above.sign, sync=self.sync or above.sync
        )

    def walk(self) -> Iterator[Item]:
        """It and everything below."""
        yield self
        for child in self.children:
            yield from child.walk()
