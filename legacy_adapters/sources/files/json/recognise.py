"""Tells JSON and JSON Lines from other files by how they begin."""

from __future__ import annotations

from typing import Any

from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.json.decoding import NotJson, decoded, decoded_at
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings

_LINES = 20


def recognise(sample: Sample) -> Recognised | None:
    """The settings of a document that begins with an object or an array, as JSON does."""
    text = _text(sample)
    if not text.startswith(("{", "[")) or recognise_lines(sample) is not None:
        return None
    begun = _begun(text, whole=sample.size <= len(sample.head))
    return Recognised(JsonSettings(), (f"JSON: {begun}",)) if begun else None


def recognise_lines(sample: Sample) -> Recognised | None:
    """The settings of a file in which each of the first lines is an object, and which has more than one."""
    text = _text(sample)
    if not text.startswith("{"):
        return None
    found = [line for line in text.split("\n") if line.strip()]
    if sample.size > len(sample.head):
        found = found[:-1]
    if len(found) < 2 or not all(_is_object(line) for line in found[:_LINES]):
        return None
    return Recognised(JsonLinesSettings(), (f"JSON Lines: each of the first {len(found[:_LINES])} lines is an object",))


def _text(sample: Sample) -> str:
    """The beginning as text, without its byte order mark; what is no UTF-8 is no JSON either, or stands in a text."""
    return sample.head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").lstrip(" \t\r\n")


def _begun(text: str, *, whole: bool) -> str | None:
    try:
        found = decoded_at(text, 0)
    except NotJson:
        return "an array or object that is not written well throughout" if text[1:].lstrip()[:1] in {'"', "{"} else None
    if found is None:
        return None if whole and not _looks_like_records(text) else "a document that begins so"
    return f"one {'object' if isinstance(found[0], dict) else 'array'}"


def _looks_like_records(text: str) -> bool:
    return text[1:].lstrip()[:1] in {'"', "{", "["}


def _is_object(line: str) -> bool:
    value: Any
    try:
        value = decoded(line.strip())
    except NotJson:
        return False
    return isinstance(value, dict)
