"""The scripts that are run in a page, made by the rooms that understand their answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scripts:
    """Each an expression of a JavaScript function of an element that returns one JSON text."""

    cells: str
    landmarks: str
