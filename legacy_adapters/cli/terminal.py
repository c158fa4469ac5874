"""What a person sees on a terminal: a progress line while it runs, tables at the end."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


def talk() -> Console:
    """The console for everything that is not data: standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def out() -> Console:
    """The console for answers: standard output; not cut to the width of a terminal that is not there."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160, soft_wrap=not sys.stdout.isatty())


class ProgressShow:
    """One line per stream with its rows, its rate and the time; nothing where there is no terminal."""

    def __init__(self) -> None:
        self._tasks: dict[str, TaskID] = {}
        self._progress: Progress | None = None

    def __enter__(self) -> ProgressShow:
        if sys.stderr.isatty():
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                TextColumn("{task.completed:>12,.0f} rows"),
                TextColumn("{task.speed:>10,.0f} rows/s", style="dim"),
                TimeElapsedColumn(),
                console=talk(),
                transient=True,
            )
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
                self._tasks[stream] = self._progress.add_task(stream, total=None)
            self._progress.advance(self._tasks[stream], count)

    def note(self, text: str) -> None:
        """Something worth knowing happened."""
        if self._progress is not None:
            self._progress.console.print(text)
        else:
            from legacy_adapters.run.log import logger

            logger().info(text)
