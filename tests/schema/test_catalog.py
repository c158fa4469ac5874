"""Tests of where entities are found, a project's own among them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema import catalog
from legacy_adapters.schema.catalog import COMMON, LARGEST_FILE, entity_names, load_entity
from tests.schema.entity_text import ROUTE

Write = Callable[[str, str], Path]

LINE = "extends: gl_line\nfields:\n  - {name: delivery_route, type: text, length: 9, description: The route.}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the project's ``entities`` folder and returns its path."""

    def into(name: str, text: str) -> Path:
        path = tmp_path / "entities" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return into


def test_project_without_entities_has_the_common_ones(tmp_path: Path) -> None:
    """A project folder need not have an entities folder, nor need it exist."""
    assert entity_names(tmp_path) == entity_names(tmp_path / "nowhere") == list(COMMON)
    assert load_entity("gl_line", tmp_path) == load_entity("gl_line")


def test_project_adds_an_entity(write: Write, tmp_path: Path) -> None:
    """A project's own entity is there beside the common ones, in that project only."""
    write("route.yaml", ROUTE)
    assert entity_names(tmp_path) == [*COMMON, "route"]
    assert load_entity("route", tmp_path).is_own
    assert "route" not in entity_names()


def test_project_adds_fields(write: Write, tmp_path: Path) -> None:
    """A project's fields stand behind the common ones; other entities, and the entity elsewhere, stay as they are."""
    write("line.yaml", LINE)
    common = load_entity("gl_line")
    assert load_entity("gl_line", tmp_path).names == (*common.names, "delivery_route")
    assert load_entity("gl_line") == common
    assert load_entity("account", tmp_path) == load_entity("account")
    assert entity_names(tmp_path) == list(COMMON)


def test_several_files_may_add_to_one_entity(write: Write, tmp_path: Path) -> None:
    """Fields of several files come in the order of the files' names, also to a project's own entity."""
    write("b.yaml", "extends: route\nfields:\n  - {name: second, type: text, description: X.}\n")
    write("a.yaml", "extends: route\nfields:\n  - {name: first, type: text, description: X.}\n")
    write("route.yaml", ROUTE)
    assert load_entity("route", tmp_path).names[-2:] == ("first", "second")


def test_several_files_may_not_add_one_name(write: Write, tmp_path: Path) -> None:
    """Two files that add a field of the same name contradict each other: the second is told."""
    write("a.yaml", LINE)
    second = write("b.yaml", LINE)
    with pytest.raises(ConfigError, match="there already is a field `delivery_route`") as caught:
        load_entity("gl_line", tmp_path)
    assert caught.value.where == f"{second}:3: fields.delivery_route.name"


def test_unknown_entity_names_the_nearest(write: Write, tmp_path: Path) -> None:
    """An entity that is not there is told with the nearest names, the project's own among them."""
    write("route.yaml", ROUTE)
    with pytest.raises(ConfigError, match=r"^there is no entity 'gl_lines'\n  Did you mean gl_line\?$") as caught:
        load_entity("gl_lines")
    assert caught.value.exit_code == 78
    with pytest.raises(ConfigError, match="Did you mean route"):
        load_entity("rout", tmp_path)


@pytest.mark.parametrize("name", ["", "../entities/gl_line", "gl_line.yaml", "GL_LINE"])
def test_name_is_no_path(name: str) -> None:
    """Only a name of the list is an entity, not whatever would lead to a file."""
    with pytest.raises(ConfigError, match="there is no entity"):
        load_entity(name)


def test_common_name_is_taken(write: Write, tmp_path: Path) -> None:
    """A project cannot replace an entity of the common schema, and is told how to add to it."""
    path = write("mine.yaml", ROUTE.replace("entity: route", "entity: customer"))
    with pytest.raises(ConfigError, match="customer is an entity of the common schema") as caught:
        entity_names(tmp_path)
    assert caught.value.where == str(path)
    assert "extends: customer" in caught.value.hint


def test_two_files_of_one_entity_are_told(write: Write, tmp_path: Path) -> None:
    """Two files that declare the same entity contradict each other."""
    write("a.yaml", ROUTE)
    second = write("b.yaml", ROUTE)
    with pytest.raises(ConfigError, match="another file beside it declares route too") as caught:
        load_entity("account", tmp_path)
    assert caught.value.where == str(second)


def test_extending_what_is_not_there_is_told(write: Write, tmp_path: Path) -> None:
    """An extension of an unknown entity is told with its line and the nearest names, whichever entity is asked for."""
    path = write("line.yaml", LINE.replace("gl_line", "gl_lien"))
    with pytest.raises(ConfigError, match=r"there is no entity 'gl_lien'\n  Did you mean gl_line") as caught:
        load_entity("account", tmp_path)
    assert caught.value.where == f"{path}:1: extends"


def test_duplicate_key_is_told(write: Write, tmp_path: Path) -> None:
    """A key that is in a project's file twice is told with its line."""
    path = write("route.yaml", ROUTE + "version: 1.3\n")
    with pytest.raises(ConfigError, match="`version` is here twice; it was first on line 2") as caught:
        entity_names(tmp_path)
    assert caught.value.where == f"{path}:{len(ROUTE.splitlines()) + 1}"


def test_changed_file_is_read_again(write: Write, tmp_path: Path) -> None:
    """What was read is remembered until the file changes."""
    path = write("route.yaml", ROUTE)
    assert load_entity("route", tmp_path) is load_entity("route", tmp_path)
    write("route.yaml", ROUTE.replace("version: 1.2", "version: 1.3"))
    os.utime(path, ns=(0, 0))
    assert load_entity("route", tmp_path).version == "1.3"


def test_byte_order_mark_is_no_part_of_the_file(write: Write, tmp_path: Path) -> None:
    """A file that an editor began with a byte order mark is read like any other."""
    write("route.yaml", "\ufeff" + ROUTE)
    assert load_entity("route", tmp_path).names[0] == "company_id"


def test_file_in_another_code_page_is_told(write: Write, tmp_path: Path) -> None:
    """A file that is not UTF-8 is told with the byte at fault."""
    path = write("route.yaml", "")
    path.write_bytes("description: Straße".encode("cp1252"))
    with pytest.raises(ConfigError, match=r"byte 18 is not UTF-8"):
        entity_names(tmp_path)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """A folder where a file is expected is an error that names it."""
    (tmp_path / "entities" / "route.yaml").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"route\.yaml: the file cannot be read"):
        entity_names(tmp_path)


def test_enormous_file_is_told(write: Write, tmp_path: Path) -> None:
    """A file of megabytes is no entity's, and is not read."""
    write("route.yaml", "#" * (LARGEST_FILE + 1))
    with pytest.raises(ConfigError, match="an entity's file has no 1,000,001 bytes"):
        entity_names(tmp_path)


def test_other_files_are_left_alone(write: Write, tmp_path: Path) -> None:
    """Only ``*.yaml`` files of the folder are entities."""
    write("notes.txt", "not: [yaml")
    assert entity_names(tmp_path) == list(COMMON)


def test_common_file_declares_the_entity_it_is_named_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the common schema that declares another entity than its name says is told, not used."""
    account = load_entity("account")
    monkeypatch.setattr(catalog, "parse", lambda document, own: account)
    with pytest.raises(ConfigError, match=r"journal\.yaml: the file does not declare journal"):
        catalog._common.__wrapped__("journal")


def test_catalog_is_cheap_to_import() -> None:
    """The catalog imports no data frames and no drivers, and reads no entity before it is asked for one."""
    code = (
        "import sys, legacy_adapters.schema.catalog as c\n"
        "assert not {'polars', 'pandas', 'sqlalchemy', 'sqlglot'} & set(sys.modules), sorted(sys.modules)\n"
        "assert c._common.cache_info().currsize == 0\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
