"""The file sink's token."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.sinks.files.token import FileState, FileToken, Identity

IDENTITIES = st.builds(Identity, st.integers(0, 2**64 - 1), st.integers(0, 2**63 - 1))
NUMBERS = st.integers(0, 2**63 - 1)
STATES = st.builds(FileState, st.text(), st.text(), IDENTITIES, st.none() | IDENTITIES, NUMBERS, st.none() | NUMBERS)


@given(st.text(), st.dictionaries(st.text(), st.text()), st.lists(STATES, unique_by=lambda state: state.path))
def test_a_token_is_read_back(template: str, dialect: dict[str, str], states: list[FileState]) -> None:
    """Whatever paths and columns there are."""
    columns = {state.entity: (state.path, "ü") for state in states}
    token = FileToken(template, dialect, columns, {state.path: state for state in states})
    assert FileToken.load(token.dump()) == token


def test_a_token_of_an_earlier_version_is_read() -> None:
    """It says neither rows nor what is made."""
    old = '{"path":"a","entity":"row","identity":{"inode":1,"length":2},"base":null}'
    token = FileToken.load(f'{{"version":1,"template":"a","dialect":{{}},"columns":{{}},"files":[{old}]}}')
    assert token.files == {"a": FileState("a", "row", Identity(1, 2))}


@pytest.mark.parametrize("token", ["", "{}", "[]", "null", '{"template":"x","dialect":{},"columns":{},"files":[{}]}'])
def test_what_is_no_token_of_files_is_a_mismatch(token: str) -> None:
    """The sink's kind was changed, or the ledger is damaged."""
    with pytest.raises(StateMismatch, match="not one of files"):
        FileToken.load(token)


def test_an_identity_is_that_of_the_file(tmp_path: Path) -> None:
    """It changes with the length and with the file, not with the name."""
    path = tmp_path / "a"
    assert Identity.at(path) is None
    path.write_bytes(b"123")
    first = Identity.at(path)
    assert first is not None
    assert first.length == 3
    assert Identity.at(path.rename(tmp_path / "b")) == first
    with (tmp_path / "b").open("ab") as file:
        file.write(b"4")
        file.flush()
        assert Identity.of(file.fileno()) == Identity(first.inode, 4)


def test_a_path_through_a_file_is_explained(tmp_path: Path) -> None:
    """`out.csv/x.csv` where out.csv is a file."""
    (tmp_path / "out.csv").touch()
    with pytest.raises(OutputError, match="part of the path is a file"):
        Identity.at(tmp_path / "out.csv" / "x.csv")


def test_a_file_that_was_copied_is_adopted_by_its_length(tmp_path: Path) -> None:
    """One that is missing, or longer, stays as it was published."""
    states = [FileState(path, "gl_line", Identity(0, 3)) for path in ("same", "longer", "missing")]
    token = FileToken("{x}", {}, {"gl_line": ("a",)}, {state.path: state for state in states})
    (tmp_path / "same").write_bytes(b"123")
    (tmp_path / "longer").write_bytes(b"1234")
    adopted, paths = token.adopted(tmp_path)
    assert paths == ["same"]
    assert adopted.files["same"].identity == Identity.at(tmp_path / "same")
    assert [adopted.files[path] for path in ("longer", "missing")] == states[1:]
    assert adopted.adopted(tmp_path) == (adopted, [])
