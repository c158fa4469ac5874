"""What travels with the package is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import legacy_adapters
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.shipped import shipped


def test_in_a_checkout_it_lies_beside_the_package() -> None:
    """Where people look."""
    assert (shipped("fixtures") / "nordhandel" / "build.py").is_file()


def test_in_a_wheel_it_lies_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is found there first."""
    package = tmp_path / "legacy_adapters"
    (package / "_data" / "fixtures").mkdir(parents=True)
    (tmp_path / "fixtures").mkdir()
    monkeypatch.setattr(legacy_adapters, "__file__", str(package / "__init__.py"))
    assert shipped("fixtures") == package / "_data" / "fixtures"


def test_an_installation_that_lacks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to do."""
    monkeypatch.setattr(legacy_adapters, "__file__", str(tmp_path / "legacy_adapters" / "__init__.py"))
    with pytest.raises(ConfigError, match="no fixtures") as error:
        shipped("fixtures")
    assert "wheel" in error.value.hint
