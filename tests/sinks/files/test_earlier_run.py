"""What the last run left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.files.earlier_run import EarlierRun
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.token import FileState, FileToken, Identity

OURS = FileToken("{company_id}.csv", {"format": "csv", "delimiter": ","}, {"row": ("company_id", "name")}, {})


def published(folder: Path, *names: str, entity: str = "row") -> FileToken:
    """The token of a run that published these files."""
    states = {}
    for name in names:
        (folder / name).write_text(name)
        found = Identity.at(folder / name)
        assert found is not None
        states[name] = FileState(name, entity, found)
    return replace(OURS, files=states)


def base(folder: Path, known: FileToken | None, ours: FileToken = OURS) -> Identity | None:
    return EarlierRun(known, ours, folder).base(PartFile("A.csv", "row", folder))


def test_what_was_published_can_be_gone_on_with(tmp_path: Path) -> None:
    """It is exactly as it was."""
    known = published(tmp_path, "A.csv")
    assert base(tmp_path, known) == known.files["A.csv"].identity


def test_a_file_that_is_not_there_is_begun(tmp_path: Path) -> None:
    """A new company, or the first run of all; an empty file holds nothing to lose."""
    assert base(tmp_path, published(tmp_path, "B.csv")) is None
    assert base(tmp_path, None) is None
    (tmp_path / "A.csv").touch()
    found = base(tmp_path, None)
    assert found is not None
    assert found.length == 0


def test_a_file_that_the_ledger_does_not_know_stops_the_run(tmp_path: Path) -> None:
    """A lost ledger would double everything."""
    (tmp_path / "A.csv").write_text("x")
    for known in (None, published(tmp_path, "B.csv")):
        with pytest.raises(StateMismatch, match=r"A\.csv: exists, but the ledger does not know it") as caught:
            base(tmp_path, known)
        assert "Restore the ledger" in caught.value.hint


def test_a_file_that_others_changed_stops_the_run(tmp_path: Path) -> None:
    """Longer, another, or gone."""
    known = published(tmp_path, "A.csv")
    (tmp_path / "A.csv").write_text("A.csv and more")
    with pytest.raises(StateMismatch, match="has 14 bytes, but 5 were published"):
        base(tmp_path, known)
    (tmp_path / "new").write_text("A.csv")
    (tmp_path / "new").replace(tmp_path / "A.csv")
    with pytest.raises(StateMismatch, match="is another file than the one that was published"):
        base(tmp_path, known)
    (tmp_path / "A.csv").unlink()
    with pytest.raises(StateMismatch, match="is gone since it was published"):
        base(tmp_path, known)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (("company_id",), "now without name$"),
        (("company_id", "name", "city"), "now with city$"),
        (("name", "company_id"), "now with its columns in another order$"),
    ],
)
def test_other_columns_cannot_be_appended(tmp_path: Path, columns: tuple[str, ...], said: str) -> None:
    """The header is at the top already."""
    ours = replace(OURS, columns={"row": columns})
    with pytest.raises(StateMismatch) as caught:
        base(tmp_path, published(tmp_path, "A.csv"), ours)
    assert caught.value.message.endswith(said.removesuffix("$"))


def test_another_dialect_cannot_be_appended(tmp_path: Path) -> None:
    """Half of the file with commas, half with semicolons."""
    ours = replace(OURS, dialect={"format": "csv", "delimiter": ";"})
    with pytest.raises(StateMismatch, match="now delimiter ';' instead of ','"):
        base(tmp_path, published(tmp_path, "A.csv"), ours)


def test_an_option_that_the_earlier_version_did_not_have_is_no_difference(tmp_path: Path) -> None:
    """A new version may note more."""
    ours = replace(OURS, dialect={**OURS.dialect, "new": "x"})
    assert base(tmp_path, published(tmp_path, "A.csv"), ours) is not None


def test_files_not_touched_stay_known(tmp_path: Path) -> None:
    """An appending run may write to one company of many."""
    known = published(tmp_path, "A.csv", "B.csv")
    assert list(EarlierRun(known, OURS, tmp_path).carried({"A.csv"})) == ["B.csv"]
    assert EarlierRun(None, OURS, tmp_path).carried(set()) == {}


def stale(known: FileToken | None, ours: FileToken, folder: Path, *written: str) -> list[str]:
    return [state.path for state in EarlierRun(known, ours, folder).stale(written)]


def test_files_that_are_not_written_any_more_are_stale(tmp_path: Path) -> None:
    """A company that is gone must not stay with yesterday's figures."""
    known = published(tmp_path, "A.csv", "B.csv")
    assert stale(known, OURS, tmp_path, "A.csv") == ["B.csv"]
    assert stale(known, OURS, tmp_path, "A.csv", "B.csv") == []


def test_what_others_gave_is_not_stale(tmp_path: Path) -> None:
    """Neither what another template nor what another entity gave."""
    known = published(tmp_path, "A.csv")
    assert stale(known, replace(OURS, template="x/{company_id}.csv"), tmp_path) == []
    assert stale(known, replace(OURS, columns={"other": ("name",)}), tmp_path) == []
    assert stale(None, OURS, tmp_path) == []
