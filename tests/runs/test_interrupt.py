"""Signals end a run in order."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from legacy_adapters.runs.interrupt import Interrupted, Interruption


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_noted_and_raised_when_asked(number: signal.Signals, code: int) -> None:
    """Nothing breaks off in the middle: the run asks at the end of each batch."""
    with Interruption() as interruption:
        os.kill(os.getpid(), number)
        assert interruption.asked
        with pytest.raises(Interrupted) as caught:
            interruption.check()
    assert caught.value.exit_code == code


def test_a_second_ctrl_c_ends_at_once() -> None:
    """Whoever does not want to wait for the batch presses again."""
    with Interruption() as interruption:
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.asked
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_a_signal_that_came_too_late_ends_the_work_around() -> None:
    """A loop of runs hears of what was asked while a run was publishing, and cannot be ended any more."""
    with Interruption() as loop:
        with Interruption():
            os.kill(os.getpid(), signal.SIGTERM)
        assert loop.asked
        with pytest.raises(Interrupted):
            loop.check()


def test_handlers_are_given_back() -> None:
    """Used as a library it leaves the signals of its host alone."""
    before = signal.getsignal(signal.SIGTERM)
    with Interruption():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_waiting_ends_when_asked_to_end() -> None:
    """A back-off of minutes does not delay the end."""
    with Interruption() as interruption:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()
        began = time.monotonic()
        with pytest.raises(Interrupted):
            interruption.sleep(60)
        assert time.monotonic() - began < 30


def test_outside_the_main_thread_nothing_is_noticed() -> None:
    """Python allows handlers in the main thread only; elsewhere the host is in charge."""
    ended: list[bool] = []

    def work() -> None:
        with Interruption() as interruption:
            interruption.check()
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]
