"""Where the command line speaks: answers to standard output, talk and progress to standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

WITHOUT_TERMINAL = 160
"""The width, in characters, of what goes to a file or another program: nobody says how wide it may be."""


def talk() -> Console:
    """The console for everything that is not data: standard error."""
    return _console(stderr=True, width=None if sys.stderr.isatty() else WITHOUT_TERMINAL)


def out() -> Console:
    """The console for answers: standard output."""
    return _console(stderr=False, width=None if sys.stdout.isatty() else WITHOUT_TERMINAL)


def _console(*, stderr: bool, width: int | None) -> Console:
    """A console that shows every text as it is: ``[lfdnr=7]`` is an origin, and no style."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    return Plain(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


class ProgressShow:
    """One line per stream with its rows, its rate and the time; nothing where there is no terminal.

    Notes go to the log where there is no terminal; with ``talking``, to standard error as they are.
    """

    def __init__(self, *, talking: bool = False) -> None:
        self._talking = talking
        self._tasks: dict[str, TaskID] = {}
        self._progress: Progress | None = None

    def __enter__(self) -> ProgressShow:
        if sys.stderr.isatty():
            self._progress = _progress()
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def rows(self, stream: str, count: int) -> None:
        """``count`` more rows of ``stream`` were read."""
        if self._progress is None:
            return
        if stream not in self._tasks:
            for finished in self._tasks.values():
                self._progress.stop_task(finished)
            self._tasks[stream] = self._progress.add_task(stream, total=None)
        self._progress.advance(self._tasks[stream], count)

    def note(self, text: str) -> None:
        """Something worth knowing happened."""
        if self._progress is not None:
            self._progress.console.print(text, soft_wrap=True)
        elif self._talking:
            talk().print(text, soft_wrap=True)
        else:
            from legacy_adapters.runs.log import logger

            logger().info(text)


def _progress() -> Progress:
    from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            # Nothing is known of the rate until the clock has ticked.
            text = f"{task.completed / task.elapsed:,.0f} rows/s" if task.elapsed else ""
            return Text(f"{text:>18}", style="dim")

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed:>12,.0f} rows"),
        Rate(),
        TimeElapsedColumn(),
        console=talk(),
        transient=True,
    )
