"""The columns of a row as a tree of names, along which an element is walked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.xml.layout import Layout
from legacy_adapters.sources.files.xml.paths import Step


@dataclass(slots=True)
class Node:
    """An element that is known: the columns its text goes to, what is known below it, and of its attributes.

    ``skipped``: whatever it holds is none of the table's. ``memory`` keeps what names of the file were found to be.
    """

    columns: tuple[int, ...] = ()
    kids: list[tuple[Step, Node]] = field(default_factory=list)
    attributes: list[tuple[Step, tuple[int, ...]]] = field(default_factory=list)
    skipped: bool = False
    memory: dict[str, Node | None] = field(default_factory=dict)

    @property
    def simple(self) -> bool:
        """Nothing but its text is wanted."""
        return not self.kids and not self.attributes

    def find(self, tag: str) -> Node | None:
        """The node of a child of that name; None for one that is not known."""
        if tag not in self.memory:
            self.memory[tag] = next((node for step, node in self.kids if step.matches(tag)), None)
        return self.memory[tag]

    def child(self, step: Step) -> Node:
        """The node below, made if need be. Raises ``ConfigError`` where two steps could mean the same element."""
        for known, node in self.kids:
            if known == step:
                return node
            if known.local == step.local and None in (known.uri, step.uri):
                raise ConfigError(f"{step.local} is stated with and without a prefix, and could be the same element")
        made = Node()
        self.kids.append((step, made))
        return made

    def put_attribute(self, step: Step, column: int) -> None:
        """Makes an attribute known."""
        for number, (known, columns) in enumerate(self.attributes):
            if known == step:
                self.attributes[number] = (known, (*columns, column))
                return
        self.attributes.append((step, (column,)))


def tree_of(layout: Layout) -> Node:
    """The root stands for the row itself; the columns are those of the layout that stand in the row."""
    root = Node()
    for number, column in enumerate(layout.columns):
        if not column.path.inside:
            continue
        node = _descend(root, column.path.steps)
        if column.path.attribute is not None:
            node.put_attribute(column.path.attribute, number)
        else:
            node.columns = (*node.columns, number)
    for steps in layout.repeated:
        _descend(root, steps).skipped = True
    return root


def _descend(root: Node, steps: Sequence[Step]) -> Node:
    node = root
    for step in steps:
        node = node.child(step)
    return node
