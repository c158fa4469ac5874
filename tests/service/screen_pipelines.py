"""Pipelines that read the demo company's screens, and what happens to them at a certain request."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import indent

from tests.fixtures.nordhandel import WebSite
from tests.service.commands import Commands
from tests.service.screens import RECIPES

_PIPELINE = """\
version: 1
name: screens
source:
  kind: screen
  id: nordhandel-web
  company: NORD
  params: {{address: "{address}", password: "${{env:NORDHANDEL_PASSWORD}}"}}
{source}streams:
  rows:
    recipe: recipe.yaml
{map}
sink: {{kind: file, path: "out/{{entity}}.csv"}}
"""

_RECIPE = """\
version: 1
extends: {shipped}
{more}"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way through a list: the recipe that is changed, and how; its mapping; the address that each page asks for; and
    how the application behaves."""

    recipe: str
    map: str
    path: str
    more: str = ""
    modes: Mapping[str, int] = field(default_factory=dict)


def map_of(recipe: str) -> str:
    """The mapping that is shipped with a recipe."""
    return (RECIPES / f"{recipe}.map.yaml").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Traps:
    """What happens when the application is asked for an address for the n-th time from now on, before it answers."""

    left: list[tuple[str, int, Callable[[], None]]] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, path: str, number: int, action: Callable[[], None]) -> None:
        """Sets one."""
        with self._lock:
            self.left.append((path, self._asked.get(path, 0) + number, action))

    def asked(self, path: str) -> None:
        """The application is asked for an address."""
        with self._lock:
            number = self._asked[path] = self._asked.get(path, 0) + 1
            sprung = [trap for trap in self.left if trap[:2] == (path, number)]
            for trap in sprung:
                self.left.remove(trap)
        for _, _, action in sprung:
            action()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline file in a folder of its own, and the commands that are run there."""

    commands: Commands

    @classmethod
    def written(cls, site: WebSite, commands: Commands, kind: Kind, more: str = "", source: str = "") -> Pipeline:
        """Writes it; ``more`` is of the recipe, ``source`` of the pipeline's source."""
        folder = commands.folder
        shipped = os.path.relpath(RECIPES / f"{kind.recipe}.yaml", folder)
        (folder / "recipe.yaml").write_text(_RECIPE.format(shipped=shipped, more=kind.more + more), encoding="utf-8")
        text = _PIPELINE.format(address=site.url, map=indent(kind.map, "    "), source=indent(source, "  "))
        (folder / "pipeline.yaml").write_text(text, encoding="utf-8")
        return cls(commands)

    def run(self) -> int | None:
        """Runs it in a process of its own; its exit code."""
        return self.commands("run", "pipeline.yaml")

    @property
    def output(self) -> dict[str, bytes]:
        """What was published."""
        out = self.commands.folder / "out"
        return {path.name: path.read_bytes() for path in sorted(out.glob("*.csv"))}
