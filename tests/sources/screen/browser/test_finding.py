"""Where the browser is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources.screen.browser import finding
from legacy_adapters.sources.screen.browser.finding import VARIABLE, Program, find


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a machine without any browser."""
    monkeypatch.setattr(finding, "_installed", lambda _environment: iter(()))
    return {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "playwright")}


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def _revision() -> str:
    import playwright

    described = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    revisions: dict[str, str] = {
        each["name"]: each["revision"] for each in json.loads(described.read_text(encoding="utf-8"))["browsers"]
    }
    return revisions["chromium"]


def test_named_one_goes_first(tmp_path: Path) -> None:
    """The variable goes before the setting, and that before all that is found."""
    said, stated = _program(tmp_path / "a" / "chrome"), _program(tmp_path / "b" / "chrome")
    assert find(str(stated), whole=False, environment={VARIABLE: str(said)}).path == said
    assert find(str(stated), whole=False, environment={}).path == stated


def test_named_one_that_is_missing(tmp_path: Path) -> None:
    """A program that was named and is not there is not replaced by another."""
    with pytest.raises(ConfigError, match="no browser at") as caught:
        find(None, whole=False, environment={VARIABLE: str(tmp_path / "none")})
    assert caught.value.where == VARIABLE


def test_shell_cannot_show_a_window(tmp_path: Path) -> None:
    """A headless shell is not taken where a whole browser is wanted."""
    shell = _program(tmp_path / "chrome-headless-shell")
    assert find(str(shell), whole=False, environment={}) == Program(shell, True)
    with pytest.raises(ConfigError, match="headless shell"):
        find(str(shell), whole=True, environment={})


def test_playwrights_own(nothing: dict[str, str], tmp_path: Path) -> None:
    """Playwright's headless shell of the right revision goes before its Chromium; another revision is not taken."""
    root = tmp_path / "playwright"
    _program(root / "chromium_headless_shell-1" / "chrome-linux" / "headless_shell")
    with pytest.raises(DriverMissing, match="no browser"):
        find(None, whole=False, environment=nothing)
    chromium = _program(root / f"chromium-{_revision()}" / "chrome-linux" / "chrome")
    assert find(None, whole=False, environment=nothing) == Program(chromium, False)
    shell = _program(root / f"chromium_headless_shell-{_revision()}" / "chrome-linux" / "headless_shell")
    assert find(None, whole=False, environment=nothing) == Program(shell, True)
    assert find(None, whole=True, environment=nothing) == Program(chromium, False)


def test_none_says_what_to_install(nothing: dict[str, str]) -> None:
    """Where there is none, one message says how to get one."""
    with pytest.raises(DriverMissing) as caught:
        find(None, whole=False, environment=nothing)
    assert "playwright install chromium" in caught.value.hint
    assert "chromium-headless-shell" in caught.value.hint
    with pytest.raises(DriverMissing, match="window or use a proxy"):
        find(None, whole=True, environment=nothing)


def test_wrapper_is_gone_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's wrapper is not started: killing it would leave the browser alive."""
    monkeypatch.setattr(Path, "is_file", lambda _path: True)
    found = find("/usr/bin/chromium-headless-shell", whole=False, environment={})
    assert found == Program(Path("/usr/lib/chromium/chromium-headless-shell"), True)


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_every_system_has_places(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chrome and Edge are looked for where each system has them."""
    monkeypatch.setattr("sys.platform", system)
    names = " ".join(map(str, finding._installed({"PROGRAMFILES": "C:/Program Files"}))).lower()
    assert "chrome" in names
    assert "edge" in names
