"""Every way that is measured sends the same records."""

from __future__ import annotations

import pytest

from benchmarks.delivery_http import Way, measure, records, server, ways


def test_every_way_sends_all_records() -> None:
    """And the server counts them."""
    batches = records(250)
    with server() as (url, count):
        for way in ways():
            wall, cpu = measure(way, url, batches, count)
            assert wall > 0
            assert cpu >= 0


def test_records_that_do_not_come_are_no_measurement() -> None:
    """A way that sends nothing would be fast."""
    with server() as (url, count), pytest.raises(ValueError, match="nothing: 0 of 250 records came"):
        measure(Way("nothing", lambda url, batches: None), url, records(250), count)
