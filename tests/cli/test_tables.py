"""Tables lose nothing, and show what is in them to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from legacy_adapters.cli.tables import add, printable, printable_lines, table


def shown(width: int, *cells: str | Text) -> list[str]:
    console = Console(width=width, highlight=False)
    found = table(console, *("abcdefgh"[: len(cells)]), title="of [all]", numbers="b")
    add(found, *cells)
    with console.capture() as captured:
        console.print(found)
    return captured.get().splitlines()


def test_markup_in_a_cell_is_text() -> None:
    """An origin has brackets; so may a title."""
    lines = shown(120, "t[lfdnr=7]", "[/]", ":smile:")
    assert lines[0].strip() == "of [all]"
    assert all(cell in lines[-2] for cell in ("t[lfdnr=7]", "[/]", ":smile:"))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_what_is_too_long_goes_on_in_the_next_line(width: int) -> None:
    """Nothing is cut, at any width."""
    text = "".join(f"{n:04d}" for n in range(200))
    lines = shown(width, text)
    assert "".join(character for line in lines for character in line if character.isdigit()) == text
    assert max(map(len, lines)) <= width


def test_a_narrow_table_has_no_frame() -> None:
    """Its columns need the room."""
    assert "┃" in shown(120, "x", "1")[2]
    assert not any("┃" in line or "│" in line for line in shown(80, "x", "1"))


def test_numbers_stand_on_the_right() -> None:
    """Below the end of their heading."""
    console = Console(width=80)
    found = table(console, "name", "rows read", numbers=("rows read",))
    add(found, "x", "7")
    with console.capture() as captured:
        console.print(found)
    assert captured.get().splitlines()[-1].rstrip() == "x            7"


def test_a_style_of_ours_stays() -> None:
    """A ``Text`` is shown as it was made."""
    assert "NO" in shown(120, Text("NO", style="red"))[-2]


@given(st.text())
def test_nothing_can_move_the_cursor(text: str) -> None:
    """Neither C0 nor C1 controls, of which ESC and CSI are some; all else stays."""
    parts = ["" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text]
    seen = printable(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in seen)
    assert seen == text or "" in parts


@pytest.mark.parametrize(
    ("text", "seen"), [("a\tb", r"a\tb"), ("\x1b[2J", r"\x1b[2J"), ("Ä €", "Ä €"), ("\x9b", r"\x9b")]
)
def test_control_characters_are_shown(text: str, seen: str) -> None:
    """As a programmer writes them."""
    assert printable(text) == seen


def test_lines_stay_lines() -> None:
    """Where they are meant."""
    assert printable_lines("a\n  b\x07") == "a\n  b\\x07"
