"""Recognises XML, and proposes which of its elements are the records."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.xml.encoding import encoding_of
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.sources.files.xml.survey import Place, first_look

_LOOKED_AT = 4 * 1024 * 1024
_BEGINNING = re.compile(
    r"\s*<(?:\?(?!php)\w|!--|!DOCTYPE\s+(?!html)|(?!html\b)[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?[\s/>])", re.I
)
_HTML = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_SHOWN = 4


def recognise(sample: Sample) -> Recognised | None:
    """The settings for an XML file: the element that repeats, and holds the most of all."""
    encoding = encoding_of(sample.head, None)
    text = sample.head[encoding.mark : encoding.mark + 4096].decode(encoding.family, errors="replace")
    if not _BEGINNING.match(text):
        return None
    survey, trouble = first_look(sample.path, None, _LOOKED_AT)
    evidence = [f"it begins like XML, in {encoding.name}"]
    if trouble is not None:
        declared = text.lstrip().startswith("<?xml") or ("<!DOCTYPE" in text and not _HTML.search(text))
        if not declared and not survey.places:
            return None
        evidence.append(f"it cannot be read to its end: {trouble.message}")
    if not survey.places:
        return Recognised(XmlFormat(), tuple(evidence))
    found = survey.repeated()
    path, place = best(found)
    evidence.append(f"record {path}: {_words(place)}")
    others = [other for other, _ in found if other != path]
    if others:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        evidence.append(f"other elements repeat: {', '.join(others[:_SHOWN])}{more}")
    return Recognised(XmlFormat(record=path), tuple(evidence))


def best(found: Sequence[tuple[str, Place]]) -> tuple[str, Place]:
    """Of elements that repeat the one with the most values in it: the outermost, if they are within each other."""
    return max(found, key=lambda one: (one[1].all_values(), -one[0].count("/")))


def _words(place: Place) -> str:
    each = place.all_values() / max(place.count, 1)
    return (
        f"it stands {place.count} times in the file's beginning, with {each:.0f} values each, the most of all elements"
    )
