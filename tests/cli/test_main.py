"""The outermost layer: every error becomes a message on standard error and an exit code."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from legacy_adapters.cli.main import COMMANDS, run_command
from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, Unavailable
from legacy_adapters.core.secrets import KNOWN


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Puts a command in the place of `streams` that raises what the list holds."""
    errors: list[BaseException] = []

    @click.command()
    @click.argument("source")
    def streams(source: str) -> None:
        raise errors[0]

    monkeypatch.setattr("legacy_adapters.cli.streams.streams", streams)
    return errors


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help sees how it is used."""
    assert run_command([name, "--help"]) == 0
    assert f"Example: legacy-adapters {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["runs list", "runs show", "rejects list", "rejects show", "rejects export", "rejects accept"]
)
def test_every_subcommand_helps_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """So do the commands below a command."""
    assert run_command([*name.split(), "--help"]) == 0
    assert f"Example: legacy-adapters {name}" in capsys.readouterr().out


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """In the order in which a new user meets them."""
    assert run_command(["--help"]) == 0
    shown = capsys.readouterr().out
    places = [shown.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("error", [Unavailable, AccessDenied])
def test_an_error_ends_with_its_exit_code(
    failing: list[BaseException], error: type[LegacyAdaptersError], capsys: pytest.CaptureFixture[str]
) -> None:
    """What, where and what to do go to standard error."""
    failing.append(error("no answer", where="host 1", hint="Try later."))
    assert run_command(["streams", "x"]) == error.exit_code
    printed = capsys.readouterr()
    assert "Error: host 1: no answer\n  Try later." in printed.err
    assert printed.out == ""


def test_a_secret_in_an_error_is_struck_out(failing: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a driver puts it into its message."""
    KNOWN.add("geheim-4711")
    failing.append(Unavailable("cannot log in with geheim-4711"))
    run_command(["streams", "x"])
    assert "geheim-4711" not in capsys.readouterr().err


def test_a_defect_of_ours_is_written_down(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Exit code 70, no traceback on the screen, and a report with it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    failing.append(RuntimeError("this must not happen"))
    assert run_command(["streams", "x"]) == 70
    assert "Traceback" not in capsys.readouterr().err
    (report,) = tmp_path.glob("legacy-adapters-defect-*.txt")
    assert "RuntimeError: this must not happen" in report.read_text(encoding="utf-8")


def test_ctrl_c_ends_with_130(failing: list[BaseException]) -> None:
    """As every shell expects."""
    failing.append(KeyboardInterrupt())
    assert run_command(["streams", "x"]) == 130


@pytest.mark.parametrize("arguments", [["nonsense"], ["streams"], ["extract", "x", "--tabel", "y"]])
def test_wrong_use_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Click's own code, with its message."""
    assert run_command(arguments) == 2
    assert "Usage:" in capsys.readouterr().err


def test_main_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script that pip installs gets the exit code."""
    module = importlib.import_module("legacy_adapters.cli.main")
    monkeypatch.setattr(module, "run_command", lambda arguments: 65)
    with pytest.raises(SystemExit) as ended:
        module.main([])
    assert ended.value.code == 65


@pytest.mark.parametrize("place", COMMANDS.values())
def test_every_command_is_where_the_list_says(place: str) -> None:
    """The list is data; nothing registers itself."""
    path, _, name = place.partition(":")
    assert isinstance(getattr(importlib.import_module(path), name), click.Command)


COMMAND = [sys.executable, "-m", "legacy_adapters"]


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    """`… | head`: exit code 0 and no word, whether the output is data or a table."""
    for arguments in (["schema", "--pipeline"], ["schema", "gl_line"]):
        process = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, bufsize=0
        )
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate()
        assert (process.returncode, said) == (0, b"")


def test_a_character_that_the_system_lacks_is_no_defect(tmp_path: Path) -> None:
    """What goes to a file or a pipe is UTF-8 everywhere."""
    file = tmp_path / "entities" / "vehicle.yaml"
    file.parent.mkdir()
    file.write_text(
        "entity: vehicle\nversion: 1.0\ndescription: Un véhicule, wóz.\nkey: [company_id, vehicle_id]\nfields:\n"
        "  - {name: company_id, type: text, description: Whose.}\n"
        "  - {name: vehicle_id, type: text, description: €.}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [*COMMAND, "schema", "vehicle"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert "wóz" in done.stdout.decode("utf-8"), done.stderr
