"""A run in a process of its own that dies by SIGKILL: at a step that is named, or whenever it is killed from outside.

The processes come from a fork server that has imported everything: a start costs milliseconds, and each of them is as
dead as any when it is killed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.request import Request
from tests.forked import fork_server

STEPS = {
    "begin": "legacy_adapters.runs.ledger.runs:Runs.begin",
    "write": "legacy_adapters.sinks.files.sink:FileDelivery.write",
    "keys": "legacy_adapters.changes.duplicates:Duplicates.commit",
    "commit": "legacy_adapters.sinks.files.sink:FileDelivery.commit",
    "save": "legacy_adapters.runs.ledger.runs:Runs.save",
    "set aside": "legacy_adapters.runs.ledger.runs:Runs.set_aside",
    "publishing": "legacy_adapters.runs.ledger.runs:Runs.publishing",
    "rename": "legacy_adapters.sinks.files.part_file:PartFile.publish",
    "publish": "legacy_adapters.sinks.files.sink:FileDelivery.publish",
    "finish": "legacy_adapters.runs.ledger.runs:Runs.finish",
}
"""The steps of a run between which a kill leaves another state behind."""

BATCH = 2_000
"""Rows of a batch: few, so that there are many checkpoints."""


def start(pipeline: Path, step: str = "", number: int = 0, *, after: bool = False) -> ForkServerProcess:
    """Starts a run that saves after every batch. With a ``step`` it dies before (or ``after``) doing that for the
    ``number``-th time. Its exit code is that of the command line."""
    process = fork_server().Process(target=_run, args=(pipeline, step, number, after))
    process.start()
    return process


def run(pipeline: Path, step: str = "", number: int = 0, *, after: bool = False) -> int | None:
    """Such a run, waited for: its exit code, or -9."""
    process = start(pipeline, step, number, after=after)
    process.join()
    return process.exitcode


def _run(pipeline: Path, step: str, number: int, after: bool) -> None:
    setattr(import_module("legacy_adapters.sources.base"), "BATCH_ROWS", BATCH)  # noqa: B010
    if step:
        module, _, name = STEPS[step].partition(":")
        owner, _, method = name.partition(".")
        place = getattr(import_module(module), owner)
        setattr(place, method, _deadly(getattr(place, method), number, after))
    try:
        code = execute(Request(pipeline), checkpoint_seconds=0.0).exit_code
    except LegacyAdaptersError as error:
        code = error.exit_code
    raise SystemExit(code)


def _deadly(function: Callable[..., Any], number: int, after: bool) -> Callable[..., Any]:
    left = number

    @wraps(function)
    def deadly(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return deadly
