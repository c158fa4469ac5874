"""The tables and the page that they are kept in."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import PAGE
from benchmarks.measure import Sample, Series
from benchmarks.table import Target, markdown, replace_section, targets_table, variants_table
from benchmarks.variants import Place, Variant


def _nothing(place: Place) -> list[str]:
    return [str(place.out)]


OURS = Variant("us-run", "ours", _nothing, note="maps")
BASE = Variant("stdlib", "standard library", _nothing)
ABSENT = Variant("absent", "absent", _nothing, module="no_such_library_at_all")


def _series(wall: float) -> Series:
    return Series({number: Sample(wall, wall / 2, 100.0) for number in range(3)})


def test_ratios_come_first_and_the_fastest_on_top() -> None:
    """A row is told by its ratio to the standard library, and rows are in that order."""
    lines = variants_table([BASE, OURS], {"us-run": _series(2.0), "stdlib": _series(4.0)}, 8_000).splitlines()
    assert lines[2] == "| ours | 0.50 | 2.00 | 2.00–2.00 | 1.00 | 100 | 4,000 | maps |"
    assert lines[3].startswith("| standard library | 1.00 | 4.00 |")


def test_what_failed_or_is_missing_is_said() -> None:
    """A variant never vanishes from the table."""
    lines = variants_table(
        [ABSENT, OURS, BASE], {"us-run": Series(failure="wrong result"), "stdlib": _series(4.0)}, 8_000
    )
    assert lines.splitlines()[-2:] == [
        "| ours |  |  |  |  |  |  | **failed**: wrong result |",
        "| absent |  |  |  |  |  |  | not installed here: no_such_library_at_all |",
    ]


def test_without_the_standard_library_there_is_no_ratio() -> None:
    """Medians are shown all the same."""
    assert "| ours |  | 2.00 |" in variants_table([OURS], {"us-run": _series(2.0)}, 8_000)


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("time", 1.0, 1.0), True),
        (Target("time", 1.0, 1.01), False),
        (Target("rate", 10, 10, at_least=True), True),
        (Target("rate", 10, 9.9, at_least=True), False),
        (Target("time", 1.0, None), False),
    ],
)
def test_target_is_met_up_to_its_limit(target: Target, met: bool) -> None:
    """The limit itself is still good; what was not measured is not met."""
    assert target.met is met


def test_targets_are_printed_with_wish_figure_and_verdict() -> None:
    """A target that is missed stands out."""
    targets = [
        Target("rate", 1_000_000, 900_000, "{:,.0f}", at_least=True),
        Target("time", 1.0, 0.5),
        Target("memory", 350, None, "{:.0f}"),
    ]
    assert targets_table(targets).splitlines()[2:] == [
        "| rate | ≥ 1,000,000 | 900,000 | **not met** |",
        "| time | ≤ 1.00 | 0.50 | met |",
        "| memory | ≤ 350 | not measured |  |",
    ]


def test_cells_cannot_break_the_table() -> None:
    """A bar or a line break within a cell stays in it."""
    assert markdown(["a", "b"], [["x|y", "1\n2"]]).splitlines() == ["| a | b |", "| --- | --- |", "| x\\|y | 1 2 |"]


def test_section_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    """Only what is between the markers of that name changes, again and again."""
    page = tmp_path / "page.md"
    page.write_text("A\n<!-- one: begin -->\nold\n<!-- one: end -->\nB\n<!-- two: begin -->\n<!-- two: end -->\n")
    for text in ("first", "second\n"):
        replace_section(page, "one", text)
    assert page.read_text() == (
        "A\n<!-- one: begin -->\nsecond\n<!-- one: end -->\nB\n<!-- two: begin -->\n<!-- two: end -->\n"
    )


def test_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written where the place for it is not known."""
    page = tmp_path / "page.md"
    page.write_text("A\n<!-- one: begin -->\n")
    with pytest.raises(ValueError, match="has no section <!-- one: begin -->"):
        replace_section(page, "one", "text")
    assert page.read_text() == "A\n<!-- one: begin -->\n"


@pytest.mark.parametrize("name", ["results", "memory"])
def test_documentation_has_a_place_for_the_tables(name: str, tmp_path: Path) -> None:
    """The page that is written to has the markers."""
    copy = tmp_path / "benchmarks.md"
    copy.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    replace_section(copy, name, "measured anew")
    assert "measured anew" in copy.read_text(encoding="utf-8")
