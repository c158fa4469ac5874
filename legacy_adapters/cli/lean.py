"""Starts a command that moves data without what it does not need: a third of a second, 60 MB of memory."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec


@contextmanager
def lean() -> Iterator[None]:
    """Around the imports of a command: nothing of what they leave behind is garbage, so none is looked for."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        # Arrow's own allocator keeps what it once had. pyarrow looks here when it is first imported.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        _without_pandas()
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


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
