"""What an input gives is recorded beside it, and held from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.extract import Extraction
from legacy_adapters.runs.golden import Golden, NotAsExpected

TEXT = "KONTO;BETRAG\n" + "".join(f"{n};{n},50\n" for n in range(1000, 1020))


@pytest.fixture
def golden(tmp_path: Path) -> Golden:
    path = tmp_path / "BUCH.TXT"
    path.write_text(TEXT)
    return Golden(Extraction(source=str(path), to=""))


def test_what_was_recorded_is_verified(golden: Golden) -> None:
    """It stands beside the input, under its name."""
    assert golden.record().rows.taken == 20
    assert golden.expected.name == "BUCH.TXT.expected.csv"
    assert golden.expected.read_text().splitlines()[:2] == ["KONTO,BETRAG", '1000,"1000,50"']
    assert golden.verify().rows.taken == 20


def test_what_differs_is_shown_with_its_line(golden: Golden) -> None:
    """The first lines of it; also one that is missing at the end."""
    golden.record()
    Path(golden.wanted.source).write_text(TEXT.replace("1002,50", "1002,51").replace("1019;1019,50\n", ""))
    with pytest.raises(NotAsExpected) as caught:
        golden.verify()
    assert caught.value.exit_code == 65
    assert """line 4: expected '1002,"1002,50"', found '1002,"1002,51"'""" in caught.value.message
    assert """line 21: expected '1019,"1019,50"', found nothing""" in caught.value.message


def test_nothing_was_recorded(golden: Golden) -> None:
    """It says how."""
    with pytest.raises(ConfigError, match="no golden file") as caught:
        golden.verify()
    assert "golden record" in caught.value.hint
