"""What pydantic finds is told as file, line, key and fault, all at once."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.settings_errors import Problems, keys_at
from legacy_adapters.runs.pipeline.yaml_file import parse_yaml


class Inner(BaseModel):
    """A piece of settings."""

    model_config = ConfigDict(extra="forbid")
    column: str = Field(alias="from")
    width: int = 0


class Other(BaseModel):
    """Another piece that may stand in the same place."""

    model_config = ConfigDict(extra="forbid")
    const: str


def _refuse(text: str) -> str:
    if text == "tr0ub4dor":
        raise ValueError(f"{text} is refused")
    if text == "config":
        raise ConfigError("from elsewhere", hint="do this")
    return text


class Settings(BaseModel):
    """Settings with everything in them."""

    model_config = ConfigDict(extra="forbid")
    mode: Literal["replace", "append"] = "replace"
    url: Annotated[str, AfterValidator(_refuse)] = ""
    inner: Inner | None = None
    either: Inner | Other | None = None
    fields: dict[str, Inner] = {}
    listed: tuple[Annotated[Inner, Field()], ...] = ()


def _problems(text: str, beside: tuple[str, ...] = ()) -> list[str]:
    problems = Problems(Secrets())
    problems.secrets.add("tr0ub4dor")
    problems.validated(Settings, parse_yaml(text, "x.yaml"), ("sink",), beside=beside)
    return [f"{p.place}: {p.message} | {p.hint}" for p in problems.found]


def test_what_is_right_comes_back() -> None:
    """Settings without a fault are returned, and nothing is raised."""
    problems = Problems(Secrets())
    tree = parse_yaml("mode: append\ninner: {from: A, width: 08}\n", "x.yaml")
    settings = problems.validated(Settings, tree, ())
    assert settings is not None
    assert settings.inner == Inner.model_validate({"from": "A", "width": 8})
    problems.raise_if_any()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\n", "x.yaml:1: sink.a: unknown key | There are mode, url, inner, either, fields, listed."),
        ("\nmod: append\n", "x.yaml:2: sink.mod: unknown key | Did you mean mode?"),
        ("mode: replaced\n", "x.yaml:1: sink.mode: should be 'replace' or 'append' | "),
        ("inner: {width: 1}\n", "x.yaml:1: sink.inner.from: is missing | "),
        ("inner:\n  from: A\n  width: wide\n", "x.yaml:3: sink.inner.width: should be a valid integer | "),
        ("inner:\n  from: A\n  widht: 5\n", "x.yaml:3: sink.inner.widht: unknown key | Did you mean width?"),
        ("inner: text\n", "x.yaml:1: sink.inner: should be a mapping: lines of `key: value` | "),
        ("mode: [a]\n", "x.yaml:1: sink.mode: should be 'replace' or 'append' | "),
        ("url: ~\n", "x.yaml:1: sink.url: should be one text or number | "),
        (
            "fields:\n  a: {from: A}\n  b:\n    form: B\n    from: A\n",
            "x.yaml:4: sink.fields.b.form: unknown key | Did you mean from?",
        ),
        (
            "listed:\n- from: A\n- form: B\n  from: A\n",
            "x.yaml:3: sink.listed[1].form: unknown key | Did you mean from?",
        ),
        ("listed: {a: 1}\n", "x.yaml:1: sink.listed: should be a list | "),
        ("url: tr0ub4dor\n", "x.yaml:1: sink.url: *** is refused | "),
        ("url: config\n", "x.yaml:1: sink: from elsewhere | do this"),
    ],
)
def test_a_fault_names_line_and_key(text: str, told: str) -> None:
    """The line is that of the key, the key is as the file has it, and the nearest one is offered."""
    assert _problems(text) == [told]


def test_alternatives_do_not_get_in_the_way() -> None:
    """Where one of several pieces may stand, keys and lines are still those of the file."""
    told = _problems("either:\n  from: A\n  widht: 5\n")
    assert "x.yaml:3: sink.either.widht: unknown key | Did you mean width?" in told
    assert all(line.split(": ")[1].startswith("sink.either") for line in told)


def test_keys_read_elsewhere_are_offered_too() -> None:
    """A slip in a key that someone else reads is told with that key, at the top only."""
    assert _problems("mapp: 1\n", beside=("map",)) == ["x.yaml:1: sink.mapp: unknown key | Did you mean map?"]
    assert _problems("inner: {from: A, mapp: 1}\n", beside=("map",))[0].endswith("There are from, width.")


def test_keys_of_a_model_are_those_of_the_file() -> None:
    """Aliases stand for names; a path that leads nowhere has no keys."""
    assert keys_at(Settings, ("inner",)) == ["from", "width"]
    assert keys_at(Settings, ("fields", "any")) == ["from", "width"]
    assert keys_at(Settings, ("listed", 3)) == ["from", "width"]
    assert keys_at(Settings, ("either",)) == ["from", "width", "const"]
    assert keys_at(Settings, ("mode",)) == []


def test_one_fault_is_an_error_with_a_place() -> None:
    """A single fault has file and line in ``where``, and its advice as the hint."""
    problems = Problems(Secrets())
    problems.validated(Settings, parse_yaml("mod: x", "x.yaml"), ())
    with pytest.raises(ConfigError) as caught:
        problems.raise_if_any()
    error = caught.value
    assert (error.where, error.message, error.hint) == ("x.yaml:1", "mod: unknown key", "Did you mean mode?")
    assert error.exit_code == 78


def test_many_faults_are_told_at_once() -> None:
    """Several faults are told in the order of the file, each on a line of its own."""
    problems = Problems(Secrets())
    problems.validated(Settings, parse_yaml("inner: x\n\nmod: x\nurl: {}\n", "x.yaml"), ())
    with pytest.raises(ConfigError) as caught:
        problems.raise_if_any()
    assert str(caught.value).splitlines() == [
        "x.yaml:1: inner: should be a mapping: lines of `key: value`",
        "x.yaml:3: mod: unknown key. Did you mean mode?",
        "x.yaml:4: url: should be one text or number",
    ]


def test_a_fault_is_told_once() -> None:
    """The same fault found from two sides is one."""
    problems = Problems(Secrets())
    for _ in range(2):
        problems.validated(Settings, parse_yaml("mod: x", "x.yaml"), ())
    assert len(problems.found) == 1
