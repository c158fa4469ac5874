"""Recipes by name, filled in, and put into a pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import Secrets, scrub
from legacy_adapters.runs.locate import screen_stream
from legacy_adapters.runs.pipeline import recipes
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline
from legacy_adapters.runs.pipeline.placeholders import Placeholders, Text
from legacy_adapters.runs.pipeline.recipes import OFFLINE, RecipeFile, find_recipe, is_recipe, read_recipe, recipe_names
from legacy_adapters.runs.pipeline.yaml_file import Place, parse_yaml
from tests.runs.pipeline_samples import load, surroundings, write

APPLICATION = """\
params: {address: "http://ledger.test", user: clerk, password: ~}
url: "{address}/app"
login:
  steps: [{fill: "#user", text: "{user}"}, {fill: "#password", text: "{password}"}, {click: "#go"}]
  inside: "#off"
  refused: .error
"""

JOURNAL = """\
extends: application.yaml
params: {year: "2025"}
open:
  - goto: /journal?year={year}
table:
  at: "#list"
  header: [No, Amount]
key: [No]
"""

PIPELINE = """\
version: 1
params: {year: "2025"}
source:
  kind: screen
  params: {password: "${env:DB_PASSWORD}"}
streams:
  journal:
    recipe: scrapers/fibu/journal.yaml
    params: {year: "${param:year}"}
    map:
      to: gl_line
      fields: {ledger_entry_id: No, transaction_id: No, amount: Amount}
sink:
  kind: file
  path: out/{entity}.csv
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with an application's recipes."""
    folder = tmp_path / "scrapers" / "fibu"
    folder.mkdir(parents=True)
    write(folder, APPLICATION, "application.yaml")
    write(folder, JOURNAL, "journal.yaml")
    write(folder, JOURNAL.replace("journal", "customers"), "customers.yml")
    write(folder, "to: gl_line", "journal.map.yaml")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("scrapers/fibu/journal.yaml", True),
        ("JOURNAL.YML", True),
        ("scraper:nordhandel", True),
        ("sqlite:///books.db", False),
        ("inbox/", False),
        ("journal.csv", False),
    ],
)
def test_what_names_a_recipe(source: str, wanted: bool) -> None:
    """A YAML file, or one that is shipped."""
    assert is_recipe(source) is wanted


def test_a_recipe_by_its_path(project: Path) -> None:
    """Relative to the folder that is meant."""
    assert find_recipe("scrapers/fibu/journal.yaml", project) == project / "scrapers/fibu/journal.yaml"


def test_a_recipe_that_is_shipped() -> None:
    """By the application and its name."""
    assert find_recipe("scraper:nordhandel/journal", Path("nowhere")).is_file()


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("scrapers/fibu/jornal.yaml", "no recipe", "Did you mean scrapers/fibu/journal.yaml?"),
        ("scrapers/fibu/zzz", "no recipe", "There are scrapers/fibu/customers.yml, scrapers/fibu/journal.yaml."),
        ("scrapers/fibu", "is a folder of recipes", "There are scrapers/fibu/customers.yml"),
        ("scraper:nordhandel/jornal", "no recipe", "Did you mean scraper:nordhandel/journal?"),
        ("scraper:nordhandle", "no recipe", "Did you mean scraper:nordhandel?"),
        ("scraper:nordhandel", "is a folder of recipes", "scraper:nordhandel/journal"),
        ("nowhere/journal.yaml", "no recipe", ""),
    ],
)
def test_what_is_not_there(project: Path, name: str, what: str, hint: str) -> None:
    """Is told with what there is."""
    with pytest.raises(ConfigError, match=what) as caught:
        find_recipe(name, project)
    assert hint in caught.value.hint


def test_the_recipes_of_a_folder(project: Path) -> None:
    """Without what they extend and without mappings; each name finds its recipe."""
    names = recipe_names("scrapers/fibu/", project)
    assert names == ["scrapers/fibu/customers.yml", "scrapers/fibu/journal.yaml"]
    assert all(find_recipe(name, project).is_file() for name in names)
    assert recipe_names("scrapers/fibu/journal.yaml", project) == ["scrapers/fibu/journal.yaml"]
    shipped = recipe_names("scraper:nordhandel", project)
    assert "scraper:nordhandel/journal" in shipped
    assert all(find_recipe(name, project).is_file() for name in shipped)


def _read(project: Path, own: tuple[str, ...] = (), environment: dict[str, str] | None = None, **given: str) -> Any:
    """The journal's recipe: as it is used and as it may be shown."""
    around = Placeholders(project, secrets=Secrets(), environment=environment or {})
    texts = {name: around.text(value, Place("--param"), name) for name, value in given.items()}
    filled = RecipeFile(around).read(project / "scrapers/fibu/journal.yaml", texts, own)
    return filled.value.plain(), filled.shown.plain(), filled.took


def test_parameters_of_both_files_and_those_given(project: Path) -> None:
    """What is given goes before what the file says; what the recipe does not know is not taken."""
    value, _, took = _read(project, password="sesame", year="2024", other="x")
    assert value["params"] == {"address": "http://ledger.test", "user": "clerk", "password": "sesame", "year": "2024"}
    assert took == {"password", "year"}
    assert value["file"] == str((project / "scrapers/fibu/journal.yaml").resolve())
    assert "extends" not in value
    assert value["open"] == [{"goto": "/journal?year={year}"}]


def test_a_parameter_that_must_be_given(project: Path) -> None:
    """Is told by name, with how to give it."""
    with pytest.raises(ConfigError, match=r"'password' has no value") as caught:
        _read(project)
    assert "--param password=" in caught.value.hint


def test_a_parameter_that_the_recipe_does_not_have(project: Path) -> None:
    """A slip of the pen would run it with the default."""
    with pytest.raises(ConfigError, match="no parameter 'yaer'") as caught:
        _read(project, ("yaer",), password="x", yaer="2024")
    assert "Did you mean year?" in caught.value.hint


def test_secrets_are_not_shown(project: Path) -> None:
    """A secret stays the name of where it comes from, whether the recipe names it or it was given."""
    value, shown, _ = _read(project, environment={"P": "open sesame"}, password="${env:P}")
    assert value["params"]["password"] == "open sesame"
    assert shown["params"]["password"] == "${env:P}"
    write(project / "scrapers/fibu", JOURNAL.replace('year: "2025"', "password: '${env:P}'"), "journal.yaml")
    value, shown, _ = _read(project, environment={"P": "open sesame"})
    assert "sesame" in str(value)
    assert "sesame" not in str(shown)


def test_a_parameter_may_hold_others(project: Path) -> None:
    """Of the recipe's own, whether they are given or not."""
    text = JOURNAL.replace('{year: "2025"}', '{year: "2025", title: "Journal ${param:year}"}')
    write(project / "scrapers/fibu", text, "journal.yaml")
    value, _, _ = _read(project, password="x", year="2024")
    assert value["params"]["title"] == "Journal 2024"


def test_a_recipe_without_a_pipeline(project: Path) -> None:
    """All parameters must be its own."""
    node = read_recipe("scrapers/fibu/journal.yaml", project, {"password": "x"})
    assert node.child("params") is not None
    with pytest.raises(ConfigError, match="no parameter 'yaer'"):
        read_recipe("scrapers/fibu/journal.yaml", project, {"password": "x", "yaer": "1"})
    stream = screen_stream("scrapers/fibu/journal.yaml", project, {"password": "x"})
    assert stream.recipe.columns == ("No", "Amount")


def test_offline_nothing_secret_is_asked_for(project: Path) -> None:
    """What is not given, and what comes from elsewhere, is a word in its place; what is given holds."""
    text = JOURNAL.replace('{year: "2025"}', "{year: '2025', a: '${env:NOT_SET}', b: '${keyring:service/user}'}")
    write(project / "scrapers/fibu", text, "journal.yaml")
    stream = screen_stream("scrapers/fibu/journal.yaml", project, {"year": "2024"}, offline=True)
    assert stream.recipe.params == {
        "address": "http://ledger.test",
        "user": "clerk",
        "password": OFFLINE,
        "year": "2024",
        "a": OFFLINE,
        "b": OFFLINE,
    }
    assert scrub(OFFLINE) == OFFLINE


def test_offline_a_file_that_is_not_there(project: Path) -> None:
    """A secret from a file is not asked for either: the machine that replays has none."""
    text = JOURNAL.replace('{year: "2025"}', "{year: '2025', a: '${file:/nowhere/secret}'}")
    write(project / "scrapers/fibu", text, "journal.yaml")
    stream = screen_stream("scrapers/fibu/journal.yaml", project, {}, offline=True)
    assert stream.recipe.params["a"] == OFFLINE


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ("at: ", "att: ", 6, "table.att"),
        ("header: [No, Amount]", "header: [No, Amount]\n  columns: {}", 8, "table.columns"),
        ("key: [No]", "key: [Nr]", None, "no column 'Nr'"),
        ("extends: application.yaml", "extends: applikation.yaml", 1, "there is no file"),
    ],
)
def test_errors_name_the_line_of_the_recipe(
    project: Path, before: str, after: str, line: int | None, what: str
) -> None:
    """Not of the pipeline that names it."""
    write(project / "scrapers/fibu", JOURNAL.replace(before, after), "journal.yaml")
    with pytest.raises(ConfigError) as caught:
        load(project, PIPELINE)
    assert what in str(caught.value)
    assert "journal.yaml" in str(caught.value)
    assert line is None or f"journal.yaml:{line}" in str(caught.value)


def recipes_of(loaded: LoadedPipeline) -> list[Any]:
    """The recipe of each stream."""
    streams: Any = loaded.pipeline.streams
    return [stream.source.recipe for stream in streams.values()]


class TestInAPipeline:
    """A stream that names a recipe has it in it."""

    def loaded(self, project: Path, text: str = PIPELINE, **params: str) -> LoadedPipeline:
        """The pipeline."""
        return load(project, text, params)

    def test_it_is_read(self, project: Path) -> None:
        """With the parameters of the source and of the stream."""
        (recipe,) = recipes_of(self.loaded(project, year="2024"))
        assert recipe.params == {
            "address": "http://ledger.test",
            "user": "clerk",
            "password": "tr0ub4dor",
            "year": "2024",
        }
        assert recipe.file == (project / "scrapers/fibu/journal.yaml").resolve()

    def test_what_is_shown_has_no_secret(self, project: Path) -> None:
        """And where secrets come from is known."""
        loaded = self.loaded(project)
        assert loaded.secrets_used == ("env:DB_PASSWORD",)
        assert "tr0ub4dor" not in repr(loaded) + str(loaded.shown_params)

    def test_the_fingerprint_changes_with_the_recipe(self, project: Path) -> None:
        """And with what it extends; not with a password."""
        before = self.loaded(project).fingerprint
        assert self.loaded(project).fingerprint == before
        from legacy_adapters.runs.pipeline.pipeline import load_pipeline

        path = write(project, PIPELINE)
        assert load_pipeline(path, {}, surroundings(DB_PASSWORD="another")).fingerprint == before
        write(project / "scrapers/fibu", JOURNAL.replace("/journal?", "/ledger?"), "journal.yaml")
        changed = self.loaded(project).fingerprint
        assert changed != before
        write(project / "scrapers/fibu", APPLICATION.replace("/app", "/new"), "application.yaml")
        assert self.loaded(project).fingerprint not in (before, changed)

    def test_a_parameter_that_no_recipe_has(self, project: Path) -> None:
        """Is told, in the source and in a stream, with the pipeline's line."""
        with pytest.raises(ConfigError, match=r"no recipe has a parameter 'pasword'") as caught:
            self.loaded(project, PIPELINE.replace("{password:", "{pasword: x, password:"))
        assert "gl.yaml:" in caught.value.where
        with pytest.raises(ConfigError, match="no parameter 'yaer'") as caught:
            self.loaded(project, PIPELINE.replace('{year: "${', '{yaer: "${'))
        assert "gl.yaml:" in caught.value.where

    def test_a_parameter_of_the_source_is_for_those_that_have_it(self, project: Path) -> None:
        """One of several recipes is enough."""
        other = PIPELINE.replace("sink:", _SECOND)
        write(project / "scrapers/fibu", JOURNAL.replace('{year: "2025"}', "{only: x}"), "customers.yml")
        loaded = self.loaded(project, other.replace("{password:", "{only: y, password:"))
        assert [recipe.params.get("only") for recipe in recipes_of(loaded)] == [None, "y"]

    def test_a_recipe_that_is_not_there(self, project: Path) -> None:
        """Is told with the nearest, and the line that names it."""
        with pytest.raises(ConfigError, match=r"no recipe scrapers/fibu/jornal\.yaml") as caught:
            self.loaded(project, PIPELINE.replace("journal.yaml", "jornal.yaml"))
        assert "gl.yaml:8" in caught.value.where
        assert "Did you mean scrapers/fibu/journal.yaml?" in caught.value.hint

    def test_a_stream_without_a_recipe(self, project: Path) -> None:
        """Is told like any setting that is missing."""
        text = PIPELINE.replace("    recipe: scrapers/fibu/journal.yaml\n", "").replace(
            "params: {password:", "company: "
        )
        with pytest.raises(ConfigError, match=r"streams.journal.recipe: is missing"):
            self.loaded(project, text.replace('"${env:DB_PASSWORD}"}', "NORD"))


_SECOND = """\
  customers:
    recipe: scrapers/fibu/customers.yml
    map:
      to: gl_line
      fields: {ledger_entry_id: No, transaction_id: No, amount: Amount}
sink:"""


def test_texts_are_as_used_and_as_shown() -> None:
    """Parameters that are stated, each both ways; what is no text is left to be told of later."""
    value, shown = parse_yaml("{a: x, b: [y]}", "f"), parse_yaml("{a: '***', b: [y]}", "f")
    assert recipes.texts_of(value, shown) == {"a": Text("x", "***")}
    assert recipes.texts_of(None, None) == {}
