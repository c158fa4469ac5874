"""Where the browser is: the one named, Playwright's own, Debian's headless shell, then what the system has."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from legacy_adapters.core.errors import ConfigError, DriverMissing

VARIABLE = "LEGACY_ADAPTERS_BROWSER"

_SHELLS = ("headless_shell", "chrome-headless-shell", "chromium-headless-shell")


@dataclass(frozen=True, slots=True)
class Program:
    """A browser's program on disk. ``shell``: it is a headless shell, half the memory, without a window."""

    path: Path
    shell: bool

    @classmethod
    def at(cls, path: Path) -> Program:
        """The program at a path, told by its name."""
        return cls(path, path.name.removesuffix(".exe") in _SHELLS)


def find(named: str | None, *, whole: bool, environment: Mapping[str, str] = os.environ) -> Program:
    """The browser to start; ``whole`` asks for one that is no headless shell.

    Raises ``ConfigError`` if a program was named (by LEGACY_ADAPTERS_BROWSER or ``path``) and is not there, and
    ``DriverMissing`` if none is found.
    """
    for name, said_by in ((environment.get(VARIABLE), VARIABLE), (named, "path")):
        if name:
            return _named(name, said_by, whole)
    for path in (*_playwrights_own(environment), *_installed(environment)):
        program = Program.at(path)
        if path.is_file() and not (whole and program.shell):
            return program
    reason = "that can show a window or use a proxy" if whole else ""
    raise DriverMissing(
        " ".join(filter(None, ("there is no browser", reason))),
        hint=f"install one: `playwright install chromium`, or on Debian `apt-get install "
        f"{'chromium' if whole else 'chromium-headless-shell'}`; or name its program in {VARIABLE}",
    )


def _named(name: str, said_by: str, whole: bool) -> Program:
    path = Path(name)
    if not path.is_file():
        raise ConfigError(f"there is no browser at {name!r}", where=said_by, hint="name the program itself")
    program = Program.at(_behind_wrapper(path))
    if whole and program.shell:
        raise ConfigError(
            f"{name!r} is a headless shell, which has no window and cannot hold to the stated hosts behind a proxy",
            where=said_by,
            hint="name a whole Chromium, Chrome or Edge",
        )
    return program


def _behind_wrapper(path: Path) -> Path:
    """Debian's wrappers in /usr/bin start the browser as a child: killing them leaves it alive."""
    real = Path("/usr/lib/chromium") / path.name
    return real if path.parent == Path("/usr/bin") and real.is_file() else path


def _playwrights_own(environment: Mapping[str, str]) -> Iterator[Path]:
    """The headless shell and the Chromium of the revision that the installed Playwright expects."""
    spec = find_spec("playwright")
    if spec is None or spec.origin is None:
        return
    described = Path(spec.origin).parent / "driver" / "package" / "browsers.json"
    if not described.is_file():
        return
    browsers = json.loads(described.read_text(encoding="utf-8"))["browsers"]
    revisions = {each["name"]: each["revision"] for each in browsers}
    root = _playwrights_folder(environment)
    for name, programs in (
        ("chromium-headless-shell", ("headless_shell*", "chrome-headless-shell*")),
        ("chromium", ("chrome", "chrome.exe", "Chromium", "Google Chrome for Testing")),
    ):
        folder = root / f"{name.replace('-', '_')}-{revisions.get(name)}"
        for program in programs:
            yield from sorted(path for path in folder.glob(f"**/{program}") if path.suffix in {"", ".exe"})


def _playwrights_folder(environment: Mapping[str, str]) -> Path:
    stated = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    if stated and stated != "0":
        return Path(stated)
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", "")) / "ms-playwright"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _installed(environment: Mapping[str, str]) -> Iterator[Path]:
    if sys.platform == "win32":
        for root in filter(None, map(environment.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))):
            yield Path(root) / "Google/Chrome/Application/chrome.exe"
            yield Path(root) / "Chromium/Application/chrome.exe"
            yield Path(root) / "Microsoft/Edge/Application/msedge.exe"
    elif sys.platform == "darwin":
        for name in ("Google Chrome", "Chromium", "Microsoft Edge"):
            yield Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
    else:
        for name in (
            "/usr/lib/chromium/chromium-headless-shell",
            "/usr/lib/chromium/chromium",
            "/usr/lib64/chromium-browser/chromium-browser",
            "/usr/lib/chromium-browser/chromium-browser",
            "/opt/google/chrome/chrome",
            "/opt/microsoft/msedge/msedge",
        ):
            yield Path(name)
