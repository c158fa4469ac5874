"""Recipes for screens: found by path or by name, read with what they extend, and put in the place of their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.params import check_given
from legacy_adapters.runs.pipeline.placeholders import Placeholders, Text
from legacy_adapters.runs.pipeline.yaml_extends import read_extended
from legacy_adapters.runs.pipeline.yaml_file import Node, Place
from legacy_adapters.runs.shipped import shipped

SHIPPED: Final = "scraper:"
"""What the name of a recipe that travels with the package begins with: ``scraper:nordhandel/journal``."""

SCREEN: Final = "screen"
"""The kind of source that is read by recipes."""

ENDINGS: Final = (".yaml", ".yml")

BASE: Final = "application"
"""The file of a folder of recipes that the others extend; it is no recipe by itself."""


def is_recipe(source: str) -> bool:
    """Whether a text names a recipe, or a folder of them."""
    return source.startswith(SHIPPED) or source.lower().endswith(ENDINGS)


def find_recipe(name: str, folder: Path) -> Path:
    """The file of a recipe. Raises ``ConfigError``, with the nearest name, for one that is not there."""
    path = _place(name, folder)
    if path.is_file():
        return path
    if path.is_dir():
        there = recipe_names(name, folder)
        raise ConfigError(f"{name} is a folder of recipes", hint=f"There are {', '.join(there)}.")
    known = recipe_names(name.rpartition("/")[0], folder) if "/" in name else _applications()
    ends = {one.rpartition("/")[2]: one for one in known}
    near = get_close_matches(name.rpartition("/")[2], ends, n=1)
    hint = f"Did you mean {ends[near[0]]}?" if near else f"There are {', '.join(known)}." if known else ""
    raise ConfigError(f"there is no recipe {name}", hint=hint)


def recipe_names(name: str, folder: Path) -> list[str]:
    """The recipes of a folder, by the names under which they are found; of a file, the file."""
    path = _place(name, folder)
    if path.is_file():
        return [name]
    files = [file for ending in ENDINGS for file in path.glob(f"*{ending}")]
    found = sorted(file for file in files if file.stem != BASE and not file.stem.endswith(".map"))
    by_stem = name.startswith(SHIPPED)
    return [f"{name.rstrip('/')}/{file.stem if by_stem else file.name}" for file in found]


def _place(name: str, folder: Path) -> Path:
    if not name.startswith(SHIPPED):
        return folder / name
    inside = shipped("scrapers") / name.removeprefix(SHIPPED)
    file = inside.with_name(inside.name + ".yaml")
    return file if file.is_file() else inside


def _applications() -> list[str]:
    return sorted(f"{SHIPPED}{path.name}" for path in shipped("scrapers").iterdir() if path.is_dir())


@dataclass(frozen=True, slots=True)
class FilledRecipe:
    """A recipe with everything filled in, the same as it may be shown, and the names of the parameters that it took."""

    value: Node
    shown: Node
    took: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """Reads recipes; ``around`` is what a pipeline's own placeholders are resolved with."""

    around: Placeholders

    def read(self, path: Path, given: Mapping[str, Text], own: Sequence[str] = ()) -> FilledRecipe:
        """The recipe with these parameters; it must know those that are its ``own``. Raises ``ConfigError``."""
        tree = read_extended(path)
        declared = tree.child("params")
        names = declared.value if declared is not None and isinstance(declared.value, Mapping) else {}
        around = self.around
        placeholders = Placeholders(
            path.resolve().parent, {}, names, around.secrets, around.environment, around.keyring, around.file
        )
        taken = {name: text for name, text in given.items() if name in names}
        check_given(dict.fromkeys(own, ""), names, ())
        for name, text in taken.items():
            placeholders.provide(name, text)
        params = {name: placeholders.parameter(name, node.place) for name, node in names.items()}
        around.sources |= placeholders.sources
        value, shown = self._rest(tree, placeholders)
        place = declared.place if declared is not None else tree.place
        value["params"] = Node({name: Node(text.value, place) for name, text in params.items()}, place)
        shown["params"] = Node({name: Node(text.shown, place) for name, text in params.items()}, place)
        value["file"] = Node(str(path.resolve()), tree.place)
        return FilledRecipe(Node(value, tree.place), Node(shown, tree.place), frozenset(taken))

    def _rest(self, tree: Node, placeholders: Placeholders) -> tuple[dict[str, Node], dict[str, Node]]:
        assert isinstance(tree.value, Mapping)
        value: dict[str, Node] = {}
        shown: dict[str, Node] = {}
        for key, node in tree.value.items():
            if key not in ("params", "extends"):
                value[key], shown[key] = placeholders.resolve(node, (key,))
        return value, shown


@dataclass(slots=True)
class RecipesInlined:
    """Puts the recipes that the streams of a pipeline name in the place of their names."""

    files: RecipeFile
    folder: Path
    params: Mapping[str, Text]
    """Those that the source gives to all of its recipes."""
    unused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.unused = set(self.params)

    def stream(self, value: Node, shown: Node) -> tuple[Node, Node]:
        """A stream with its recipe in it; one that names none stays as it is, and is told of later."""
        named = value.child("recipe")
        if named is None or not isinstance(named.value, str):
            return value, shown
        own = texts_of(value.child("params"), shown.child("params"))
        try:
            path = find_recipe(named.value, self.folder)
            recipe = self.files.read(path, {**self.params, **own}, tuple(own))
        except ConfigError as error:
            where = error.where if error.where not in ("", "--param") else str(named.place)
            raise ConfigError(error.message, where=where, hint=error.hint) from error
        self.unused -= recipe.took
        return _with(value, recipe.value), _with(shown, recipe.shown)

    def check(self, place: Node) -> None:
        """Raises ``ConfigError`` for a parameter of the source that none of the recipes has."""
        for name in sorted(self.unused):
            raise ConfigError(f"source.params: no recipe has a parameter {name!r}", where=str(place.place))


def read_recipe(name: str, folder: Path, params: Mapping[str, str], *, offline: bool = False) -> Node:
    """A recipe without a pipeline, filled in; all ``params`` must be its own. Raises ``ConfigError``.

    ``offline``: whatever is not given, and secrets, are a word that stands for them, as saved pages ask for none.
    """
    around = _offline(folder) if offline else Placeholders(folder)
    given = {key: around.text(value, Place("--param"), key) for key, value in params.items()}
    path = find_recipe(name, folder)
    if offline:
        given = {**dict.fromkeys(_not_given(path), Text(OFFLINE, OFFLINE)), **given}
    return RecipeFile(around).read(path, given, tuple(params)).value


OFFLINE: Final = "-offline-"


class _Offline(dict[str, str]):
    """An environment in which every variable is set."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return OFFLINE


def _offline(folder: Path) -> Placeholders:
    """Asks for no secret. The word is none either: it may be struck out nowhere."""
    return Placeholders(
        folder,
        secrets=Secrets(),
        environment=_Offline(),
        keyring=lambda _service, _user: OFFLINE,
        file=lambda _path: OFFLINE,
    )


def _not_given(path: Path) -> list[str]:
    """The parameters of a recipe that have no default."""
    declared = read_extended(path).child("params")
    if declared is None or not isinstance(declared.value, Mapping):
        return []
    return [name for name, node in declared.value.items() if node.value is None]


def texts_of(values: Node | None, shown: Node | None) -> dict[str, Text]:
    """Parameters as they are stated, each as it is used and as it may be shown."""
    if values is None or shown is None or not isinstance(values.value, Mapping):
        return {}
    pairs = {name: (node.value, shown.child(name)) for name, node in values.value.items()}
    return {
        name: Text(value, str(seen.value) if seen else value)
        for name, (value, seen) in pairs.items()
        if isinstance(value, str)
    }


def _with(stream: Node, recipe: Node) -> Node:
    assert isinstance(stream.value, Mapping)
    return Node({**stream.value, "recipe": recipe}, stream.place)
