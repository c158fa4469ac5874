"""Errors say what, where and what to do, and each has its exit code."""

from __future__ import annotations

import inspect
import re

import pytest

from legacy_adapters.core import errors
from legacy_adapters.core.errors import (
    GRAVEST_FIRST,
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    OutputError,
    SourceChanged,
    TooManyRejects,
    TryLater,
    Unavailable,
    gravest,
)


def all_errors() -> list[type[LegacyAdaptersError]]:
    return [e for _, e in inspect.getmembers(errors, inspect.isclass) if issubclass(e, LegacyAdaptersError)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Defect, 70),
        (ConfigError, 78),
        (AccessDenied, 77),
        (SourceChanged, 76),
        (OutputError, 73),
        (Unavailable, 69),
        (TryLater, 75),
        (TooManyRejects, 65),
    ],
)
def test_exit_codes_follow_sysexits(error: type[LegacyAdaptersError], code: int) -> None:
    """A scheduler can rely on the numbers of sysexits.h."""
    assert error("x").exit_code == code


@pytest.mark.parametrize("error", all_errors())
def test_the_tree_in_the_docstring_names_every_error_with_its_code(error: type[LegacyAdaptersError]) -> None:
    """The drawing at the top of the module is complete and right."""
    assert errors.__doc__ is not None
    assert re.search(rf"\b{error.__name__}\b\s+{error.exit_code}\b", errors.__doc__)


@pytest.mark.parametrize("error", all_errors())
def test_every_exit_code_has_its_place_in_the_order(error: type[LegacyAdaptersError]) -> None:
    """Of several pipelines the gravest can always be told."""
    assert error.exit_code in GRAVEST_FIRST


@pytest.mark.parametrize(
    ("codes", "worst"), [([], 0), ([0, 65], 65), ([65, 75, 69], 69), ([78, 70], 70), ([0, 130], 130)]
)
def test_the_gravest_of_several_codes_wins(codes: list[int], worst: int) -> None:
    """An unknown code, such as that of a signal, is graver than all."""
    assert gravest(codes) == worst


def test_a_message_has_place_and_hint() -> None:
    """What happened, where, and what to do stand in this order."""
    error = ConfigError("unknown key 'tabel'", where="gl.yaml:7", hint="Did you mean table?")
    assert str(error) == "gl.yaml:7: unknown key 'tabel'\n  Did you mean table?"


def test_a_message_without_place_or_hint_stands_alone() -> None:
    """Nothing is shown that is not there."""
    assert str(Unavailable("the server does not answer")) == "the server does not answer"
