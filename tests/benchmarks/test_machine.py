"""The machine as it stands beside the figures."""

from __future__ import annotations

import platform
import re

from benchmarks.machine import describe


def test_machine_is_described_without_its_name() -> None:
    """Date, cores, memory and versions are there; which machine it was is nobody's business."""
    text = describe()
    assert re.match(r"\d{4}-\d\d-\d\d: .+, \d+ cores, \d+ GiB, ", text)
    assert f"Python {platform.python_version()}" in text
    assert re.search(r"polars \d+\.\d+.*, pyarrow \d+\.\d+.*, pandas \d+\.\d+", text)
    assert not platform.node() or platform.node() not in text
