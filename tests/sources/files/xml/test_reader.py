"""Every way of reading a file gives the same rows, and those are the file's."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, Mode, Read, by_hand, read, reading, write

FIELDS = {"a": "A", "b": "B", "x": "H/X", "y": "H/Y", "i": "@i", "c": "A/@c"}

_PLAIN = st.text("ab1 .,-äß€\u2028=:'\"/", min_size=1, max_size=6)
_ENTITIES = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]
_ODD = [
    "&#65;",
    "&#xE4;",
    "<![CDATA[<b>&x;]]>",
    "<![CDATA[]]>",
    "<!-- c -->",
    "<?p i?>",
    "\n",
    "\r\n",
    "\t",
    ">",
    " ",
    "",
]
_TIDY_TEXT = st.lists(st.one_of(_PLAIN, _PLAIN, st.sampled_from(_ENTITIES)), max_size=2).map("".join)
_ODD_TEXT = st.lists(st.one_of(_PLAIN, st.sampled_from(_ENTITIES + _ODD)), max_size=3).map("".join)
_TIDY_QUOTED = st.sampled_from(["", "1", "x y", "ü", "b:c"])
_ODD_QUOTED = st.sampled_from(["a&amp;b", "&#10;", "a\nb", "=", "a&gt;b", ">", "x"])


@st.composite
def _element(draw: st.DrawFn, name: str, odd: bool) -> str:
    text = draw(_ODD_TEXT if odd else _TIDY_TEXT)
    quoted = _ODD_QUOTED if odd else _TIDY_QUOTED
    attribute = f' c="{draw(quoted)}"' if name == "A" and draw(st.integers(0, 3)) == 0 else ""
    blank = draw(st.sampled_from(["", "", "", " ", "\n"])) if odd else ""
    if not text and draw(st.booleans()):
        return f"<{name}{attribute}{blank}/>"
    return f"<{name}{attribute}{blank}>{text}</{name}{blank}>"


@st.composite
def _record(draw: st.DrawFn, odd: bool) -> str:
    gap = st.sampled_from(["", "\n  ", "<!-- gap -->", "<?gap?>", "\r\n"] if odd else ["", "\n "])
    names = draw(st.lists(st.sampled_from("AAABBBZ" if odd else "AB"), max_size=3, unique=not odd))
    parts = [draw(_element(name, odd)) for name in names]
    if draw(st.booleans()):
        below = draw(st.lists(st.sampled_from("XY"), max_size=2, unique=not odd))
        inner = "".join(draw(gap) + draw(_element(name, odd)) for name in below)
        parts.append(f"<H>{inner}</H>")
    attribute = f" i='{draw(_ODD_QUOTED if odd else _TIDY_QUOTED)}'" if draw(st.integers(0, 2)) == 0 else ""
    inside = "".join(draw(gap) + part for part in parts) + draw(gap)
    stray = draw(st.sampled_from(["", "", "", "stray"])) if odd else ""
    return f"<E{attribute}>{inside}{stray}</E>" if inside or stray else f"<E{attribute}/>"


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Well-formed files of records ``E`` below ``R``: tidy ones, odd ones, and tidy ones with an odd record."""
    kind = draw(st.sampled_from(["tidy", "tidy", "mixed", "odd"]))
    odd = st.just(kind == "odd") if kind != "mixed" else st.integers(0, 4).map(lambda n: n == 0)
    records = [draw(_record(draw(odd))) for _ in range(draw(st.integers(0, 8)))]
    between = ["", "\n"]
    if kind == "odd":
        between += ["<Other><E/></Other>", "<!--<E>-->", "between"]
    body = "".join(record + draw(st.sampled_from(between)) for record in records)
    return f"<?xml version='1.0'?>\n<R>\n{body}</R>".encode()


_DAMAGE = [
    b"",
    b"",
    b"<",
    b">",
    b"/",
    b"&",
    b"\xff",
    b"\x00",
    b"<E>",
    b"</E>",
    b"=",
    b'"',
    b"<!--",
    b"x",
    b":",
    b" ",
    b"A",
]


def attempt(settings: XmlFormat, path: Path, mode: Mode, most_rows: int = 3) -> Read | str:
    """What is read; of a file that cannot be taken only that."""
    with reading(mode):
        try:
            return read(settings, path, most_rows=most_rows)
        except BadPart:
            return "bad"


def in_all_modes(settings: XmlFormat, document: bytes) -> list[Read | str]:
    """The same file in every way."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), document)
        return [attempt(settings, path, mode) for mode in MODES]


@given(documents())
def test_stated_fields_are_the_same_in_every_way(document: bytes) -> None:
    """Fast lane, parts and whole give the same rows, origins and faults, and those that another parser gives."""
    fast, parts, whole = in_all_modes(XmlFormat(record="R/E", fields=FIELDS), document)
    assert fast == parts == whole
    assert isinstance(fast, Read)
    expected = by_hand(document, "E", FIELDS)
    several = {(row, name) for row, name, _ in fast.faults}
    found = [dict(zip(FIELDS, row, strict=True)) for row in fast.rows()]
    for number, row in enumerate(expected):
        assert all(
            found[number][name] == value or ((number, name) in several and "|" in str(value))
            for name, value in row.items()
        )
    assert len(found) == len(expected)


@given(documents())
def test_learnt_columns_are_the_same_in_every_way(document: bytes) -> None:
    """Without fields, too: columns, rows, origins and faults."""
    fast, parts, whole = in_all_modes(XmlFormat(record="R/E"), document)
    assert fast == parts == whole


@given(documents(), st.data())
def test_damaged_files_are_the_same_in_every_way(document: bytes, data: st.DataObject) -> None:
    """A file from which bytes are missing, or into which some were put, is read the same or not at all."""
    begin = data.draw(st.integers(0, len(document)))
    end = data.draw(st.integers(begin, min(len(document), begin + 3)))
    damaged = document[:begin] + data.draw(st.sampled_from(_DAMAGE)) + document[end:]
    fast, parts, whole = in_all_modes(XmlFormat(record="R/E", fields=FIELDS), damaged)
    assert fast == parts == whole
