"""Playwright's internal selectors as a person would write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.drafting.selectors import name_in, readable
from tests.sources.screen.drafting.recordings import in_frame

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def quoted(text: str) -> str:
    """As Playwright quotes a name."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    ("recorded", "written"),
    [
        ("#ddlYear", "#ddlYear"),
        ('internal:role=button[name="Log in"i]', 'role=button[name*="Log in"i]'),
        ('internal:role=link[name="Journal"s]', 'role=link[name="Journal"]'),
        ("internal:role=checkbox", "role=checkbox"),
        ('internal:text="Log off"i', "text=Log off"),
        ('internal:text="Log off"s', 'text="Log off"'),
        ('internal:attr=[placeholder="Search"i]', '[placeholder*="Search"i]'),
        ('internal:attr=[title="Go on"s]', '[title="Go on"]'),
        ('internal:testid=[data-testid="go"s]', '[data-testid="go"]'),
        ('tr >> internal:role=link[name="a >> b"i] >> nth=1', 'tr >> role=link[name*="a >> b"i] >> nth=1'),
        ('internal:label="User"i', 'internal:label="User"i'),
        ('internal:text="a >> b"i', 'internal:text="a >> b"i'),
        ('internal:role=row[name="a"i][checked=true]', 'internal:role=row[name="a"i][checked=true]'),
    ],
)
def test_what_has_a_public_notation_gets_it(recorded: str, written: str) -> None:
    """The rest stays as it is, which Playwright takes too."""
    assert readable(recorded) == (written, ())


@pytest.mark.parametrize(
    ("frames", "names"),
    [
        (['frame[name="menu"]'], ("menu",)),
        (['iframe[name="a b"]', "#inner"], ("a b", "#inner")),
        (["iframe >> nth=1"], ("iframe >> nth=1",)),
        (['iframe[title="x"]'], ('iframe[title="x"]',)),
    ],
)
def test_frames_are_told_apart(frames: list[str], names: tuple[str, ...]) -> None:
    """A frame with a name is called by it, another one by its selector."""
    recorded = "".join(f"{frame} >> internal:control=enter-frame >> " for frame in frames) + "#x"
    assert readable(recorded) == ("#x", names)


@given(NAMES, st.sampled_from(["i", "s"]))
def test_every_name_survives(name: str, how: str) -> None:
    """Whatever a name has in it, quotes, backslashes or chains, it is quoted as it was, and found again."""
    recorded = in_frame("main", f"internal:role=link[name={quoted(name)}{how}] >> nth=0")
    written, frames = readable(recorded)
    assert frames == ("main",)
    operator, end = ("*=", "i") if how == "i" else ("=", "")
    assert written == f"role=link[name{operator}{quoted(name)}{end}] >> nth=0"
    assert name_in(f"internal:role=link[name={quoted(name)}{how}]") == name


@given(NAMES)
def test_every_text_survives(name: str) -> None:
    """A text is written without quotes only where Playwright takes it as the same text."""
    written, _ = readable(f"internal:text={quoted(name)}i")
    if written.startswith("text="):
        assert written.removeprefix("text=") == name
        assert not re.search(r"^[\s\"'/]|[\s\"']$|>>|\\", name)
    else:
        assert written == f"internal:text={quoted(name)}i"


@given(st.text(max_size=60))
def test_nothing_is_refused(text: str) -> None:
    """Any text gives a selector."""
    written, frames = readable(text)
    assert isinstance(written, str)
    assert isinstance(frames, tuple)


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        (in_frame("main", 'internal:role=link[name="Next"i]'), "Next"),
        ('tr >> internal:text="weiter »"i', "weiter »"),
        ("#btnNext", ""),
        (in_frame("Next", "#go"), ""),
    ],
)
def test_the_name_of_an_element(selector: str, name: str) -> None:
    """It is the element's own, not that of its frame."""
    assert name_in(selector) == name
