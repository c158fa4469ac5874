"""What a person sees on a terminal: a progress line while it runs, tables at the end."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

NO_TERMINAL_WIDTH = 160
"""Columns of a table that goes to a file or a program, where nobody says how wide it may be."""


def talk() -> Console:
    """The console for everything that is not data: standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def out() -> Console:
    """The console for answers: standard output."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else NO_TERMINAL_WIDTH)


class ProgressShow:
    """One line per stream with its rows, its rate and the time; nothing where there is no terminal."""

    def __init__(self) -> None:
        self._tasks: dict[str, TaskID] = {}
        self._progress: Progress | None = None

    def __enter__(self) -> ProgressShow:
        if sys.stderr.isatty():
            self._progress = _progress(talk())
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def rows(self, stream: str, count: int) -> None:
        """``count`` more rows of ``stream`` were read."""
        if self._progress is not None:
            if stream not in self._tasks:
                self._tasks[stream] = self._progress.add_task(stream, total=None, rate="")
            task = self._tasks[stream]
            self._progress.advance(task, count)
            speed = self._progress.tasks[self._progress.task_ids.index(task)].speed
            self._progress.update(task, rate="" if speed is None else f"{speed:,.0f} rows/s")

    def note(self, text: str) -> None:
        """Something worth knowing happened."""
        if self._progress is not None:
            self._progress.console.print(text, markup=False)
        else:
            from legacy_adapters.run.log import logger

            logger().info(text)


def _progress(console: Console) -> Progress:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed:>12,.0f} rows"),
        TextColumn("{task.fields[rate]:>18}", style="dim"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
