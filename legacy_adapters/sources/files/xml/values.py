"""The text that stands at a path, as every engine has to give it.

An element's value is all the text in it, without comments and processing instructions. One that holds nothing has no
value: it is as good as one that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legacy_adapters.sources.files.xml.paths import FieldPath, Step

MOST_SHOWN = 4
"""Values of a field that stands several times, as a fault shows them."""


def text_of(element: Any) -> str | None:
    """All the text in an element; None where there is none."""
    if len(element):
        return "".join(element.itertext()) or None
    return element.text or None


def attribute_of(element: Any, step: Step) -> str | None:
    """The value of an attribute; one in no namespace is meant first."""
    value = element.get(step.local) if step.uri is None else None
    if value is None:
        name = next(filter(step.matches, element.keys()), None)
        value = None if name is None else element.get(name)
    return value or None


def elements_at(element: Any, steps: Sequence[Step]) -> Iterator[Any]:
    """All elements at a path below ``element``, in the file's order."""
    if not steps:
        yield element
        return
    for child in element:
        if steps[0].matches(child.tag):
            yield from elements_at(child, steps[1:])


def values_at(element: Any, path: FieldPath) -> Sequence[str]:
    """All values at a path below ``element`` (``path.up`` is not looked at)."""
    found = []
    for place in elements_at(element, path.steps):
        value = text_of(place) if path.attribute is None else attribute_of(place, path.attribute)
        if value is not None:
            found.append(value)
    return found


def shown(values: Sequence[str]) -> str:
    """Several values where one was expected, for a fault."""
    more = " | …" if len(values) > MOST_SHOWN else ""
    return " | ".join(values[:MOST_SHOWN]) + more
