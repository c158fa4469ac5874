"""Tests that share a costly server run in one worker."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("of-one")
def test_groups_are_seen_by_whoever_hands_out_the_tests(request: pytest.FixtureRequest) -> None:
    """A group is a part of the test's name there; where it is not, every worker starts every server."""
    in_groups = bool(getattr(request.config.option, "loadgroup", False))
    assert request.node.nodeid.endswith("@of-one") == in_groups
