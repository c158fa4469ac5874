"""The public names are a promise: whoever adds or removes one changes this list with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import legacy_adapters

NAMES = ["LegacyAdaptersError", "Reading", "Report", "read", "run"]


def test_the_public_names_are_these() -> None:
    """No more and no fewer."""
    assert sorted(legacy_adapters.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name: str) -> None:
    """Each can be used, and is found by whoever looks around."""
    assert callable(getattr(legacy_adapters, name))
    assert name in dir(legacy_adapters)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module, so that ``hasattr`` works."""
    assert not hasattr(legacy_adapters, "raed")


@pytest.mark.parametrize("first", ["import legacy_adapters.runs.engine", "legacy_adapters.read", "pass"])
def test_run_can_be_called_whatever_was_imported_before(first: str) -> None:
    """No module of the package has its name."""
    code = f"import legacy_adapters\n{first}\nassert callable(legacy_adapters.run) and callable(legacy_adapters.run)"
    subprocess.run([sys.executable, "-c", code], check=True)
