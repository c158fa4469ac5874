"""A browser's life and end: closed, crashed, killed, and killed with the process that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_adapters.sources.screen.browser.browser import Browser, Credentials
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import SCRIPTS, STEP
from tests.sources.screen.browser.processes import all_end, below
from tests.sources.screen.browser.site import Site

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

_STARTS = """
import sys
from tests.sources.screen.browser.conftest import SCRIPTS, STEP
from legacy_adapters.sources.screen.browser.opening import open_browser
browser = open_browser(STEP, [sys.argv[1]], SCRIPTS)
screen = browser.context().screen()
screen.goto(sys.argv[1])
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of this test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def _open(site: Site) -> Browser:
    site.pages["/"] = "<p>a</p>"
    return open_browser(STEP, [site.url("/")], SCRIPTS)


def _ours(before: dict[int, str]) -> dict[int, str]:
    return {pid: command for pid, command in below(os.getpid()).items() if pid not in before}


def test_closed_browser_leaves_nothing(program: Path, site: Site, temporary: Path) -> None:
    """Once closed there is no process and no file of it; closing again does nothing, using it is an error."""
    before = below(os.getpid())
    with _open(site) as browser:
        context = browser.context()
        screen = context.screen()
        screen.goto(site.url("/"))
        processes = _ours(before)
        assert any("run-driver" in command for command in processes.values())
        assert any(str(temporary) in command for command in processes.values())
    assert all_end(processes) == []
    assert list(temporary.iterdir()) == []
    browser.close()
    context.close()
    assert not browser.connected
    for attempt in (lambda: screen.text(Place("p")), context.state, browser.context):
        with pytest.raises(BrowserGone, match="was closed"):
            attempt()


def test_browser_that_is_killed_is_noticed(program: Path, site: Site) -> None:
    """Every use of a browser that was killed says that it is gone; a new one goes on with the session's state."""
    before = below(os.getpid())
    with _open(site) as browser:
        screen = browser.context().screen()
        screen.goto(site.url("/"))
        state = screen._context.state()
        main = [pid for pid, command in _ours(before).items() if "--remote-debugging-pipe" in command]
        os.kill(min(main), signal.SIGKILL)
        with pytest.raises(BrowserGone):
            screen.text(Place("p"))
        with pytest.raises(BrowserGone):
            screen.goto(site.url("/"))
        with pytest.raises(BrowserGone):
            browser.context()
    with _open(site) as browser:
        screen = browser.context(state=state).screen()
        screen.goto(site.url("/"))
        assert screen.text(Place("p")) == "a"


def test_driver_that_is_killed_takes_the_browser_with_it(program: Path, site: Site) -> None:
    """Where the driver is killed the browser ends by itself, and we say that it is gone."""
    before = below(os.getpid())
    with _open(site) as browser:
        screen = browser.context().screen()
        processes = _ours(before)
        driver = next(pid for pid, command in processes.items() if "run-driver" in command)
        os.kill(driver, signal.SIGKILL)
        assert all_end(processes) == []
        with pytest.raises(BrowserGone):
            screen.goto(site.url("/"))


def test_page_that_crashes_is_noticed(program: Path, site: Site) -> None:
    """A page whose process is killed is a browser that is gone."""
    before = below(os.getpid())
    with _open(site) as browser:
        screen = browser.context().screen()
        screen.goto(site.url("/"))
        for pid, command in _ours(before).items():
            if "--type=renderer" in command:
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(BrowserGone, match="crashed"):
            screen.goto(site.url("/"))


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_the_process(program: Path, site: Site, temporary: Path, ending: signal.Signals) -> None:
    """However our process ends, browser and driver end too, and the next browser removes what was left on disk."""
    site.pages["/"] = "<p>a</p>"
    with subprocess.Popen(
        [sys.executable, "-c", _STARTS, site.url("/")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[4],
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        processes = below(process.pid)
        assert any("--remote-debugging-pipe" in command for command in processes.values())
        process.send_signal(ending)
        process.wait(15)
        assert all_end(processes) == []
    with _open(site):
        assert len(list(temporary.glob("legacy-adapters-browser-*"))) == 1


def test_credentials_are_not_shown() -> None:
    """The password is not in what is printed of them."""
    assert "secret" not in repr(Credentials("clerk", "secret"))
