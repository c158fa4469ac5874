"""Parameters and secrets in the values of a file: filled in, kept apart, and told where they are missing."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.placeholders import SECRET_BYTES, Placeholders, Text, from_keyring, key_of
from legacy_adapters.runs.pipeline.yaml_file import Node, Place, parse_yaml

HERE = Place("gl.yaml", 7)


def _filler(folder: Path = Path(), declared: str = "{}", **given_: str) -> Placeholders:
    """Resolves against an environment with one secret, a keyring with one password, and these parameters."""
    names = parse_yaml(declared, "gl.yaml").value
    assert isinstance(names, Mapping)
    return Placeholders(
        folder,
        given_,
        names,
        Secrets(),
        {"DB_PASSWORD": "tr0ub4dor", "EMPTY": ""},
        lambda service, user: "from the ring" if (service, user) == ("erp/db", "me") else None,
    )


def _text(filler: Placeholders, text: str) -> Text:
    return filler.text(text, HERE, "source.url")


@pytest.mark.parametrize("text", ["", "plain", "CRONUS$Customer", "$$", "{x}", "a $", "$body$ x $body$", "5 $"])
def test_a_text_without_placeholders_stays(text: str) -> None:
    """A dollar alone is a dollar: names and SQL are full of them."""
    assert _text(_filler(), text) == Text(text, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$${param:x}", "${param:x}"),
        ("$$${param:x}", "$1"),
        ("$$$${param:x}", "$${param:x}"),
        ("a$$b ${param:x}", "a$$b 1"),
        ("${param:x}${param:x}", "11"),
        ("{${param:x}}", "{1}"),
        ("${param: x }", "1"),
    ],
)
def test_two_dollars_stand_for_one_before_a_brace(text: str, value: str) -> None:
    """``$${`` is ``${`` itself; everywhere else dollars are left alone."""
    assert _text(_filler(x="1"), text).value == value


@given(st.text(max_size=60))
def test_doubled_dollars_bring_any_text_through(text: str) -> None:
    """Whatever a text is, with its dollars before braces doubled it comes out as it was."""
    escaped = text
    for run in range(text.count("$"), 0, -1):
        escaped = escaped.replace("$" * run + "{", "\0" * 2 * run + "{")
    assert _text(_filler(), escaped.replace("\0", "$")).value == text.replace("\0", "$")


def test_parameters_are_filled_in_and_shown() -> None:
    """A given parameter wins over the file's default, and neither is a secret."""
    filler = _filler(declared="{company: CRONUS, year: 2024}", company="NORD")
    text = _text(filler, "${param:company}-${param:year}")
    assert (text.value, text.shown, text.secret) == ("NORD-2024", "NORD-2024", False)
    assert {name: used.value for name, used in filler.used.items()} == {"company": "NORD", "year": "2024"}


def test_secrets_are_shown_by_name() -> None:
    """What comes from environment, file or keyring is used, known as a secret, and shown as where it came from."""
    filler = _filler()
    text = _text(filler, "u:${env:DB_PASSWORD}@h ${keyring:erp/db/me}")
    assert text.value == "u:tr0ub4dor@h from the ring"
    assert text.shown == "u:${env:DB_PASSWORD}@h ${keyring:erp/db/me}"
    assert text.secret
    assert filler.sources == {"env:DB_PASSWORD", "keyring:erp/db/me"}
    assert filler.secrets.scrub(text.value) == "u:***@h ***"
    assert "tr0ub4dor" not in repr(text)


def test_a_parameter_that_holds_a_secret_is_one() -> None:
    """A secret stays one on its way through parameters, given or declared."""
    filler = _filler(declared="{password: '${env:DB_PASSWORD}'}", url="x:${param:password}")
    text = _text(filler, "${param:url}")
    assert (text.value, text.shown, text.secret) == ("x:tr0ub4dor", "x:${env:DB_PASSWORD}", True)
    assert filler.asked == {"url", "password"}


def test_what_a_parameter_needs_is_asked_for_each_time() -> None:
    """A parameter used in two places needs its own parameters in both."""
    filler = _filler(declared="{url: '${param:company}.db', company: NORD}")
    _text(filler, "${param:url}")
    filler.asked.clear()
    _text(filler, "${param:url}")
    assert filler.asked == {"url", "company"}


def test_a_file_gives_its_content_without_the_last_line_end(tmp_path: Path) -> None:
    """A secret file is UTF-8, as editors and secret stores write it, relative to the pipeline."""
    (tmp_path / "password").write_bytes(b"\xef\xbb\xbfge heim \r\n")
    filler = _filler(tmp_path)
    assert _text(filler, "${file:password}").value == "ge heim "
    assert _text(filler, f"${{file:{tmp_path / 'password'}}}").value == "ge heim "


@pytest.mark.parametrize(
    ("content", "message"), [(None, "cannot be read"), (b"\xff", "UTF-8"), (b"x" * (SECRET_BYTES + 1), "more than")]
)
def test_a_file_that_is_no_secret_is_told(tmp_path: Path, content: bytes | None, message: str) -> None:
    """A missing, huge or binary file names key and line."""
    if content is not None:
        (tmp_path / "password").write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        _text(_filler(tmp_path), "${file:password}")
    assert caught.value.where == "gl.yaml:7"
    assert caught.value.message.startswith("source.url: the file ")


def test_an_empty_variable_is_set() -> None:
    """A password may be empty; only what is not there at all is missing."""
    assert _text(_filler(), "x${env:EMPTY}y").value == "xy"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("${env:MISSING}", "source.url: the environment variable MISSING is not set", "scheduler"),
        ("${keyring:erp/db/you}", "source.url: the keyring has no password of you for erp/db", "${env:NAME}"),
        ("${keyring:alone}", "source.url: alone is no entry", "SERVICE/USER"),
        (
            "${param:compny}",
            "source.url: there is no parameter 'compny'",
            "Did you mean company? There are back, company",
        ),
        ("${param:needed}", "source.url: the parameter 'needed' has no value", "--param needed="),
        ("${param:deep}", "params.deep: a parameter should be one text or number", ""),
        ("${param:loop}", "params.back: the parameters loop → back → loop need each other", ""),
        ("${user}", "source.url: ${user} is no placeholder", "$${"),
        ("${2}", "is no placeholder", "${param:"),
        ("${vault:x}", "is no placeholder", "${env:"),
        ("${env:}", "is no placeholder", ""),
        ("${env:X", "source.url: ${env:X is no placeholder", ""),
    ],
)
def test_what_cannot_be_filled_in_names_key_and_line(text: str, message: str, hint: str) -> None:
    """An error says where it is, what is missing, and what to do: exit code 78."""
    declared = "{company: x, needed: ~, deep: [1], loop: '${param:back}', back: '${param:loop}'}"
    with pytest.raises(ConfigError) as caught:
        _text(_filler(declared=declared), text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.where.startswith("gl.yaml:")
    assert caught.value.exit_code == 78


def test_a_file_without_parameters_says_so() -> None:
    """Where none are declared there is nothing to choose from."""
    with pytest.raises(ConfigError) as caught:
        _text(_filler(), "${param:x}")
    assert caught.value.hint == "The file has no `params`."


def test_parameters_that_double_each_other_have_an_end() -> None:
    """Thirty lines do not fill the memory."""
    names = ", ".join(f"p{n}: '${{param:p{n + 1}}}${{param:p{n + 1}}}'" for n in range(30))
    with pytest.raises(ConfigError, match="longer than"):
        _text(_filler(declared=f"{{{names}, p30: x}}"), "${param:p0}")


def test_a_tree_is_filled_in_everywhere() -> None:
    """Every value is, with its place and its kind; keys and nulls are left as they are."""
    filler = _filler(x="1")
    tree = parse_yaml("a: ${param:x}\n'${param:x}':\n- ~\n- ${env:DB_PASSWORD}\n", "gl.yaml")
    value, shown = filler.resolve(tree)
    assert value.plain() == {"a": "1", "${param:x}": [None, "tr0ub4dor"]}
    assert shown.plain() == {"a": "1", "${param:x}": [None, "${env:DB_PASSWORD}"]}
    places = [node.child("a").place for node in (value, shown)]  # type: ignore[union-attr]
    assert places == [Place("gl.yaml", 1)] * 2


def test_a_fault_deep_in_a_tree_has_its_path() -> None:
    """The key of an error is the way to it."""
    tree = parse_yaml("streams:\n  gl:\n    map:\n    - fields: {a: '${env:NO}'}\n", "gl.yaml")
    with pytest.raises(ConfigError, match=r"streams.gl.map\[0\].fields.a: the environment") as caught:
        _filler().resolve(tree)
    assert caught.value.where == "gl.yaml:4"


def test_paths_are_written_as_people_write_them() -> None:
    """Keys are joined by dots, numbers stand in brackets."""
    assert key_of(()) == ""
    assert key_of(("streams", "gl", "map", 0, "to")) == "streams.gl.map[0].to"


def test_a_missing_keyring_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package it is told what to install, and what works without it, at the key in question."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    filler = Placeholders(Path(), secrets=Secrets(), environment={})
    with pytest.raises(DriverMissing, match=r"source.url: the keyring needs the package") as caught:
        _text(filler, "${keyring:erp/me}")
    assert 'pip install "legacy-adapters[keyring]"' in caught.value.hint
    assert "${env:NAME}" in caught.value.hint
    assert caught.value.where == "gl.yaml:7"


def _keyring_that(answer: object) -> tuple[types.ModuleType, types.ModuleType]:
    """A package keyring whose ``get_password`` returns this, or raises for "no backend"."""

    class KeyringError(Exception):
        pass

    def get_password(service: str, user: str) -> object:
        if answer == "no backend":
            raise KeyringError("No recommended backend was available")
        return answer

    package, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    package.get_password = get_password  # type: ignore[attr-defined]
    errors.KeyringError = KeyringError  # type: ignore[attr-defined]
    return package, errors


@pytest.mark.parametrize("answer", ["geheim", None])
def test_a_keyring_is_asked(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    """The keyring's answer is taken as it is."""
    package, errors = _keyring_that(answer)
    monkeypatch.setitem(sys.modules, "keyring", package)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert from_keyring("erp", "me") == answer


def test_a_machine_without_a_keyring_offers_environment_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server there is often no backend: then the other ways are named."""
    package, errors = _keyring_that("no backend")
    monkeypatch.setitem(sys.modules, "keyring", package)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    with pytest.raises(ConfigError, match="no keyring that can be read") as caught:
        from_keyring("erp", "me")
    assert "${env:NAME}, ${file:PATH}" in caught.value.hint


def test_nodes_do_not_change() -> None:
    """Resolving makes new trees: the one that was read stays what is in the file."""
    tree = Node({"a": Node("${param:x}", HERE)}, HERE)
    _filler(x="1").resolve(tree)
    assert tree.plain() == {"a": "${param:x}"}
