"""What a recipe's own Python class does in the place of what YAML says."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.screen import Screen
from legacy_adapters.sources.screen.view import View

_FAULTS: Final = (ImportError, AttributeError, LookupError, NameError, OSError, SyntaxError, TypeError, ValueError)
"""What loading a class may raise where there is no such class, or where it is wrong."""


@dataclass(frozen=True, slots=True)
class Script:
    """The methods that a class has; None for each that it leaves to YAML.

    ``log_in(screen, params)`` logs in. ``open(screen, params)`` gets to the list, and may return another screen that
    shows it. ``next(screen)`` goes to the next page, and says whether there was one. ``total(view)`` gives what the
    screen states of the whole: the number of rows as ``count``, and sums by column.
    """

    log_in: Callable[[Screen, Mapping[str, str]], object] | None = None
    open: Callable[[Screen, Mapping[str, str]], Screen | None] | None = None
    next: Callable[[Screen], bool] | None = None
    total: Callable[[View], Mapping[str, str]] | None = None

    @classmethod
    def of(cls, named: str | None, recipe: Path | None) -> Self:
        """The class that a recipe names. Raises ``ConfigError`` where it cannot be loaded, or does nothing."""
        if named is None:
            return cls()
        module, _, name = named.rpartition(":")
        try:
            found = getattr(_module(module, recipe), name)()
        except _FAULTS as error:
            raise ConfigError(
                f"the class {named} cannot be loaded: {error}",
                where="recipe, python",
                hint="Name it as journal.py:Journal, of a file beside the recipe, or as package.module:Journal.",
            ) from error
        methods: dict[str, Any] = {method: getattr(found, method, None) for method in cls.__slots__}
        if not any(map(callable, methods.values())):
            raise ConfigError(
                f"the class {named} has none of the methods {', '.join(cls.__slots__)}", where="recipe, python"
            )
        return cls(**methods)


def _module(name: str, recipe: Path | None) -> object:
    if not name.endswith(".py"):
        return importlib.import_module(name)
    path = (recipe.parent if recipe else Path.cwd()) / name
    spec = importlib.util.spec_from_file_location(f"_recipe_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
