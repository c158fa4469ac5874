"""Whether a file is written to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.folder.completeness import SECOND, Around, completeness
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.names import folded
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.settings import Complete

NOW = 1_000_000 * SECOND


def entry(name: str = "BUCH.TXT", age: float = 0.0, changed: float | None = None) -> Entry:
    """A file whose content, and anything of it, changed so many seconds ago."""
    modified = NOW - int(age * SECOND)
    return Entry(name, "file", 1, modified, modified if changed is None else NOW - int(changed * SECOND))


def around(*entries: Entry) -> Around:
    """What lies in the folder."""
    return Around({folded(one.name): one for one in entries}, NOW)


@pytest.mark.parametrize(
    ("age", "changed", "said"), [(31, None, None), (29, None, "29 seconds ago"), (9999, 3, "3 seconds ago")]
)
def test_a_file_rests_for_a_while(age: float, changed: float | None, said: str | None) -> None:
    """The last change of anything counts: a file copied with an old time is new here."""
    found = completeness(Complete(stable_for=30), None, local=True).unfinished(
        entry(age=age, changed=changed), around()
    )
    assert (found is None) == (said is None)
    assert said is None or said in str(found)


def test_a_time_in_the_future_is_told() -> None:
    """It would never rest; the clocks differ."""
    found = completeness(Complete(stable_for=0), None, local=True).unfinished(entry(age=-7200), around())
    assert found is not None
    assert "2 hours in the future" in found


def test_clocks_may_differ_by_what_a_file_system_rounds() -> None:
    """Two seconds ahead are no future."""
    assert completeness(Complete(stable_for=0), None, local=True).unfinished(entry(age=-1), around()) is None


def test_a_trigger_has_to_be_there_and_not_older() -> None:
    """In whatever case; one that is older was left from another file."""
    way = completeness(Complete(trigger="{stem}.ok"), None, local=True)
    file = entry(age=100)
    assert "BUCH.ok is not there yet" in str(way.unfinished(file, around()))
    assert way.unfinished(file, around(entry("buch.OK", age=90))) is None
    assert way.unfinished(file, around(entry("BUCH.ok", age=101))) is None
    assert "older than the file" in str(way.unfinished(file, around(entry("BUCH.ok", age=5000))))


def test_triggers_are_no_files_and_lonely_ones_are_told() -> None:
    """What was announced and did not come; not what another pattern is about."""
    way = completeness(Complete(trigger="{stem}.ok"), None, local=True)
    assert way.belongs_to_others("BUCH.ok")
    assert not way.belongs_to_others("BUCH.TXT")
    names = ["BUCH1.TXT", "BUCH1.ok", "BUCH2.ok", "KUND.ok"]
    assert way.lonely(names, Patterns.of("BUCH*.TXT")) == [
        "the trigger BUCH2.ok is there, but not the file that it is for"
    ]


def test_a_temporary_name_is_never_taken() -> None:
    """Everything else is complete at once."""
    way = completeness(Complete(rename=("*.tmp",)), None, local=True)
    assert way.belongs_to_others("sub/BUCH.TXT.tmp")
    assert not way.belongs_to_others("BUCH.TXT")
    assert way.unfinished(entry(), around()) is None


def test_a_trailer_is_looked_for_in_the_content() -> None:
    """What cannot be read yet is waited for."""

    def asked(name: str, path: Path) -> bool:
        assert name == "a.txt"
        if path.name == "odd":
            raise BadPart("no header")
        return path.name == "whole"

    way = completeness(Complete(trailer=True), asked, local=True)
    assert way.reads
    assert way.unready("a.txt", None, Path("whole")) is None
    assert "last record" in str(way.unready("a.txt", None, Path("part")))
    assert "no header" in str(way.unready("a.txt", None, Path("odd")))


def test_what_is_not_possible_is_a_wrong_setting() -> None:
    """A trailer without a format, a lock on another machine."""
    with pytest.raises(ConfigError):
        completeness(Complete(trailer=True), None, local=True)
    with pytest.raises(ConfigError):
        completeness(Complete(lock="exclusive"), None, local=False)
