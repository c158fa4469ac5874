"""`golden` on a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.cli.main import run_command


def test_record_and_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Recorded it is as recorded; changed it is 65; never recorded it is 78."""
    path = tmp_path / "BUCH.TXT"
    text = "KONTO;BETRAG\n" + "".join(f"{n};{n},50\n" for n in range(1000, 1020))
    path.write_text(text)
    assert run_command(["golden", "verify", str(path)]) == 78
    assert run_command(["golden", "record", str(path)]) == 0
    assert run_command(["golden", "verify", str(path)]) == 0
    assert f"{path}: as recorded" in capsys.readouterr().out
    path.write_text(text.replace("1002,50", "1002,51"))
    assert run_command(["golden", "verify", str(path)]) == 65
    assert "line 4" in capsys.readouterr().err
