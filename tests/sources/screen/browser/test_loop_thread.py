"""The thread with the loop."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import current_thread

import pytest

from legacy_adapters.sources.screen.browser.loop_thread import LoopThread


def test_several_threads_wait_at_once() -> None:
    """Coroutines of several threads run in one other thread, at the same time."""
    loop = LoopThread()
    try:
        met = loop.wait(_barrier())

        async def meet() -> str:
            await met.wait()
            return current_thread().name

        with ThreadPoolExecutor(3) as pool:
            assert set(pool.map(lambda _: loop.wait(meet()), range(3))) == {"browser"}
    finally:
        loop.stop()


async def _barrier() -> asyncio.Barrier:
    return asyncio.Barrier(3)


def test_errors_come_back() -> None:
    """What a coroutine raises is raised where it is waited for."""

    async def fail() -> None:
        raise KeyError("x")

    loop = LoopThread()
    with pytest.raises(KeyError):
        loop.wait(fail())
    loop.stop()


def test_stopping_cancels_what_runs() -> None:
    """Once stopped, nothing of it runs; stopping again does nothing."""
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async def begin() -> None:
        tasks.append(asyncio.ensure_future(forever()))
        await asyncio.sleep(0)

    tasks: list[asyncio.Future[None]] = []
    loop = LoopThread()
    loop.wait(begin())
    loop.stop()
    loop.stop()
    assert ended == ["cancelled"]
    assert not loop.running


def test_only_expected_errors_are_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    """An error that nobody waits for is logged unless it is expected."""

    async def drop() -> None:
        handler = asyncio.get_running_loop().call_exception_handler
        handler({"message": "expected", "exception": KeyError()})
        handler({"message": "a defect", "exception": ValueError()})

    loop = LoopThread(expected=lambda error: isinstance(error, KeyError))
    with caplog.at_level(logging.ERROR, "asyncio"):
        loop.wait(drop())
    loop.stop()
    assert [record.message.splitlines()[0] for record in caplog.records] == ["a defect"]
