"""Which machine this is."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.runs.state import machine
from legacy_adapters.runs.state.machine import linux_id, this_machine

ID = "0123456789abcdef0123456789abcdef"


def installed(root: Path, text: str = f"{ID}\n", name: str = "etc/machine-id") -> Path:
    """The root folder of a machine with that id."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="ascii")
    return root


def test_linux_has_an_id_for_each_installation(tmp_path: Path) -> None:
    """It is systemd's, or the one of D-Bus where there is no systemd."""
    assert linux_id({}, installed(tmp_path / "a")) == ID
    assert linux_id({}, installed(tmp_path / "b", name="var/lib/dbus/machine-id")) == ID


@pytest.mark.parametrize("text", ["", "uninitialized\n", "localhost\n"])
def test_what_is_no_id_says_nothing(tmp_path: Path, text: str) -> None:
    """A machine without one is unknown, and no error."""
    assert linux_id({}, installed(tmp_path, text)) is None
    assert linux_id({}, tmp_path / "nothing") is None


@pytest.mark.parametrize("mark", [".dockerenv", "run/.containerenv"])
def test_a_container_is_unknown(tmp_path: Path, mark: str) -> None:
    """What stands in its image many containers share, and some engines make it anew with every start."""
    assert linux_id({}, installed(installed(tmp_path), "", mark)) is None


def test_a_pod_is_unknown(tmp_path: Path) -> None:
    """It is told by its environment."""
    assert linux_id({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, installed(tmp_path)) is None


def test_a_person_can_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same name is the same machine, and is kept as a hash only."""
    monkeypatch.setenv(machine.VARIABLE, "night-runner")
    first = this_machine()
    assert first == this_machine()
    assert first.id is not None
    assert "night" not in first.id
    monkeypatch.setenv(machine.VARIABLE, "another")
    assert this_machine().id != first.id


def test_this_machine_is_the_same_each_time() -> None:
    """Whatever it is, known or not."""
    assert this_machine() == this_machine()
