"""Starts a command that moves data without what it does not need: a third of a second, 60 MB of memory."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from typing import Final

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""The numbers of parameters in glibc's malloc.h."""

_MALLOC: Final = {_M_MMAP_THRESHOLD: 4 << 20, _M_TRIM_THRESHOLD: 16 << 20, _M_ARENA_MAX: 1}
"""Bytes of a block that is given back by itself: more than a usual column of a batch has, as the system clears each
page that it hands out anew, which took a quarter of a run. Bytes of small blocks that are kept for the next batch. And
one arena for all threads, as columns go from one to the next: what one of them frees is there for the others."""


@contextmanager
def lean() -> Iterator[None]:
    """Around the imports of a command: nothing of what they leave behind is garbage, so none is looked for."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        _with_memory_given_back()
        _without_pandas()
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


def _with_memory_given_back() -> None:
    """Has the memory of a batch serve the next one, and what is larger go back to the system at once.

    Arrow's own allocator keeps large blocks for a while, so that of the system is named before pyarrow is imported. The
    one of glibc keeps what is smaller than the largest block that it ever gave back, unless it is told a size.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        # Other C libraries than glibc do not have it.
        with suppress(AttributeError):
            set_parameter = ctypes.CDLL(None).mallopt
            for parameter, value in _MALLOC.items():
                set_parameter(parameter, value)


def _without_pandas() -> None:
    """Has pyarrow look for pandas, as it does once with the first value of Python's that it takes, and not find it.

    Whoever needs pandas imports it as ever, and whatever of pyarrow makes or takes data frames by name finds it then.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    sys.meta_path.insert(0, _NoPandas)
    try:
        pa.scalar(0)
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas:
    """A finder by which there is no pandas."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError(name)
        return None
