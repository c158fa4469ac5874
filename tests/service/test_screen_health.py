"""What hangs ends in time, what is lost is begun again, and nothing of a browser outlives its run."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event
from typing import Final

import pytest

from legacy_adapters.runs.retries import RetryPolicy, retrying
from tests.service.commands import Commands
from tests.service.screen_pipelines import Traps
from tests.service.screens import Screens

Stuck = Callable[[], None]

LIST: Final = "/odd/growing"

PAGES: Final = "browser: {timeout: 2s}\nnext: {link: \"text='Next'\"}\n"

ARTICLES: Final = """\
version: 1
name: articles
source: {{kind: screen, id: odd, params: {{address: "{address}"}}}}
streams:
  articles:
    recipe: odd.yaml
    map:
      to: account
      fields: {{company_id: {{const: NORD}}, account_id: No., account_description: Article}}
sink: {{kind: file, path: "out/{{entity}}.csv"}}
"""


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    """What keeps an answer back until the test is over."""
    over = Event()

    def wait() -> None:
        over.wait(60)

    yield wait
    over.set()


@pytest.fixture
def articles(screens: Screens) -> str:
    """The recipe of a list of several pages, which needs no login; with a pipeline that reads it."""
    screens.site.modes.growth = 0
    screens.write("articles.yaml", ARTICLES.format(address=screens.site.url))
    return screens.odd(LIST, PAGES)


def nothing_left(commands: Commands) -> bool:
    """Whether no process and no temporary file is there any more."""
    return commands.nothing_is_left() and not list(commands.temporary.iterdir())


def test_a_page_that_hangs_in_the_middle(
    screens: Screens, traps: Traps, browsers: Commands, articles: str, stuck: Stuck
) -> None:
    """69 at the step's timeout, with step, page and evidence named; nothing of the browser is left."""
    traps.at(LIST, 2, stuck)
    ended = screens.extract(articles)
    assert ended.code == 69
    for said in ("click text='Next'", LIST, "does not finish in time", "Evidence: "):
        assert said in ended.err
    assert nothing_left(browsers)


def test_a_browser_that_is_killed_twice_at_the_same_page(
    screens: Screens, traps: Traps, browsers: Commands, articles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """69 and nothing published; the next run goes on behind the pages that were read."""
    assert screens("run", "articles.yaml").code == 0
    output = screens.folder / "out" / "account.csv"
    expected = output.read_bytes()
    output.unlink()
    once = partial(retrying, policy=RetryPolicy(tries=1))
    monkeypatch.setattr("legacy_adapters.runs.execute.retrying", once)
    traps.at(LIST, 3, browsers.kill_browser)
    traps.at(LIST, 6, browsers.kill_browser)
    ended = screens("run", "articles.yaml")
    assert (ended.code, output.exists(), traps.left) == (69, False, [])
    assert "the browser" in ended.err
    assert nothing_left(browsers)
    assert screens("run", "articles.yaml").code == 0
    assert output.read_bytes() == expected
    (report,) = screens("runs", "--json", "show", "last").objects
    assert (report["balanced"], len(report["moments"])) == (True, 2)


def test_a_driver_that_is_killed(screens: Screens, traps: Traps, browsers: Commands, articles: str) -> None:
    """Its browser goes with it; reading goes on in a new one, and the rows are the same."""
    traps.at(LIST, 3, browsers.kill_driver)
    ended = screens.extract(articles)
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 60).rows)
    assert "the browser ended in the middle" in ended.err
    assert nothing_left(browsers)


@pytest.mark.parametrize(("numbers", "code"), [((signal.SIGINT, signal.SIGINT), 130), ((signal.SIGTERM,), 143)])
@pytest.mark.usefixtures("articles")
def test_signals_while_a_page_hangs(
    traps: Traps,
    commands_in: Callable[[str], Commands],
    stuck: Stuck,
    numbers: tuple[int, ...],
    code: int,
) -> None:
    """The second Ctrl-C ends a run at once, SIGTERM at the step's timeout; nothing is left of its browser."""
    commands = commands_in("run")

    def ask_to_end() -> None:
        for number in numbers:
            commands.send(number)()
            Event().wait(0.2)
        stuck()

    traps.at(LIST, 2, ask_to_end)
    assert commands("run", "../articles.yaml") == code, commands.said()
    assert nothing_left(commands), commands.left()
