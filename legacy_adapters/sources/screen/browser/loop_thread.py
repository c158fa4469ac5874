"""One thread with an event loop, for a driver that is asynchronous below code that is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from threading import Thread
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class LoopThread:
    """Runs coroutines in a loop of its own; several threads may wait for theirs at the same time.

    ``expected``: whether an error that nobody waited for is no defect, and so not logged.
    """

    def __init__(self, expected: Callable[[BaseException], bool] = lambda _: False) -> None:
        self._loop = asyncio.new_event_loop()
        self._expected = expected
        self._loop.set_exception_handler(self._unawaited)
        self._thread = Thread(target=self._loop.run_forever, name="browser", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it has not been stopped."""
        return not self._loop.is_closed()

    def wait(self, coroutine: Coroutine[Any, Any, ResultT]) -> ResultT:
        """What the coroutine returns or raises. Where the waiting is interrupted, by Ctrl-C, it is cancelled."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()

    def stop(self) -> None:
        """Cancels what still runs, ends the thread and closes the loop."""
        if self.running:
            self.wait(_cancel_all())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def _unawaited(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None or not self._expected(error):
            loop.default_exception_handler(context)


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
