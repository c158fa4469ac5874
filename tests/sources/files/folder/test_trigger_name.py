"""The name of a trigger."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.folder.trigger_name import TriggerName


@pytest.mark.parametrize(
    ("template", "name", "trigger"),
    [
        ("{stem}.ok", "BUCH.TXT", "BUCH.ok"),
        ("{name}.done", "north/BUCH.TXT", "north/BUCH.TXT.done"),
        ("READY", "north/BUCH.TXT", "north/READY"),
    ],
)
def test_a_trigger_lies_beside_its_file(template: str, name: str, trigger: str) -> None:
    """In the same subfolder, named by stem, name, or alike for all."""
    found = TriggerName.of(template)
    assert found.for_file(name) == trigger
    assert found.may_be(trigger.upper())
    assert not found.may_be("other.txt")
    assert found.shared == (template == "READY")


@pytest.mark.parametrize("template", ["", "{name}", "{stem}", "{date}.ok", "../{stem}.ok", "x\\{stem}"])
def test_what_names_no_file_beside_is_refused(template: str) -> None:
    """A file that announced itself, a place that there is not, another folder."""
    with pytest.raises(ValueError, match=r"\S"):
        TriggerName.of(template)


def test_the_file_of_a_trigger_can_be_named() -> None:
    """With the endings that the patterns have; one for all has none."""
    assert TriggerName.of("{stem}.ok").files_of("a/buch.ok", [".txt", ".csv"]) == ["a/buch.txt", "a/buch.csv"]
    assert TriggerName.of("{name}.ok").files_of("buch.txt.ok", [".x"]) == ["buch.txt"]
    assert TriggerName.of("READY").files_of("READY", [".txt"]) == []
    assert TriggerName.of("{stem}.ok").files_of("buch.txt", [".txt"]) == []
