"""The keys at the top of a pipeline file."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.runs.pace import RejectLimit
from legacy_adapters.runs.pipeline.file import DEFAULT_LIMIT, PipelineFile

LEAST = {"version": "1", "name": "gl", "source": {}, "streams": {"gl": {}}, "sink": {}}


def test_the_least_a_file_must_say() -> None:
    """Version, source, streams and sink; all else has a default."""
    file = PipelineFile.model_validate(LEAST)
    assert (file.owner, file.purpose, file.params, file.extends, file.max_rejects) == (
        None,
        None,
        {},
        None,
        DEFAULT_LIMIT,
    )
    assert RejectLimit(0.10, 100) == DEFAULT_LIMIT


@pytest.mark.parametrize("key", sorted({*LEAST} - {"sink"}))
def test_nothing_of_it_may_be_missing(key: str) -> None:
    """Each of the least keys is needed."""
    with pytest.raises(ValidationError, match="Field required"):
        PipelineFile.model_validate({name: value for name, value in LEAST.items() if name != key})


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("0", RejectLimit(0.0, 0)),
        ("250", RejectLimit(0.0, 250)),
        ("5 %", RejectLimit(0.05, 0)),
        ("0.5%", RejectLimit(0.005, 0)),
        (" 100 % ", RejectLimit(1.0, 0)),
        (250, RejectLimit(0.0, 250)),
    ],
)
def test_a_limit_is_a_number_or_a_share(text: object, limit: RejectLimit) -> None:
    """What is stated holds exactly: without the hundred rows that go with the default."""
    assert PipelineFile.model_validate({**LEAST, "max_rejects": text}).max_rejects == limit


@pytest.mark.parametrize("text", ["", "many", "-1", "101 %", "5 % or 10", "1e3", "٥", None, "0.5"])
def test_anything_else_is_no_limit(text: object) -> None:
    """A limit that is not understood is an error, never no limit."""
    with pytest.raises(ValidationError, match="a number of rows, or a share"):
        PipelineFile.model_validate({**LEAST, "max_rejects": text})


@pytest.mark.parametrize("name", ["gl", "sage-ledger", "Käse_2.nord", "7", "x" * 100])
def test_a_name_can_be_part_of_a_file_name(name: str) -> None:
    """Letters of any language, digits, and . _ - between them."""
    assert PipelineFile.model_validate({**LEAST, "name": name}).name == name


@pytest.mark.parametrize("name", ["", "a b", "../gl", "a/b", ".gl", "gl.", "-gl", "x" * 101, "a\nb", "a:b"])
def test_a_name_is_no_path(name: str) -> None:
    """What could leave the folder, or be no file's name on Windows, is refused."""
    with pytest.raises(ValidationError, match="part of file names"):
        PipelineFile.model_validate({**LEAST, "name": name})


def test_there_is_one_version() -> None:
    """A file of another version is not read as if it were of this one."""
    with pytest.raises(ValidationError, match="should be '1'"):
        PipelineFile.model_validate({**LEAST, "version": "2"})


def test_there_is_at_least_one_stream() -> None:
    """A pipeline of no streams does nothing."""
    with pytest.raises(ValidationError, match="at least 1"):
        PipelineFile.model_validate({**LEAST, "streams": {}})
