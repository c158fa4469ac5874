"""The notation of paths."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.xml.paths import FieldPath, RecordPath, Step, field_path, record_path

NAMES = {"p": "urn:p"}


def test_a_name_without_prefix_is_meant_in_any_namespace() -> None:
    """One with a prefix is meant in that namespace only."""
    assert Step("A").matches("A")
    assert Step("A").matches("{urn:p}A")
    assert not Step("A").matches("B")
    assert Step("A", "urn:p").matches("{urn:p}A")
    assert not Step("A", "urn:p").matches("{urn:q}A")
    assert not Step("A", "urn:p").matches("A")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("R/E", RecordPath((Step("R"), Step("E")))),
        ("/R/E", RecordPath((Step("R"), Step("E")))),
        ("//E", RecordPath((Step("E"),), anywhere=True)),
        ("p:E", RecordPath((Step("E", "urn:p"),))),
        ("Größe.1-a", RecordPath((Step("Größe.1-a"),))),
    ],
)
def test_paths_of_records(text: str, path: RecordPath) -> None:
    """From the root, or anywhere."""
    assert record_path(text, NAMES) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (".", FieldPath(0, ())),
        ("A/B", FieldPath(0, (Step("A"), Step("B")))),
        ("@i", FieldPath(0, (), Step("i"))),
        ("A/@p:i", FieldPath(0, (Step("A"),), Step("i", "urn:p"))),
        ("../../A", FieldPath(2, (Step("A"),))),
        ("../@i", FieldPath(1, (), Step("i"))),
        ("/R/A", FieldPath(None, (Step("R"), Step("A")))),
    ],
)
def test_paths_of_fields(text: str, path: FieldPath) -> None:
    """Below the record, beside it, above it, or from the root."""
    assert field_path(text, NAMES) == path
    assert path.inside == (path.up == 0)


@pytest.mark.parametrize("text", ["", "/", "..", "A//B", "A/@", "@i/A", "A/../B", "1", "q:A", "A[1]", "A/text()"])
def test_what_is_no_path_is_refused(text: str) -> None:
    """XPath beyond the notation is none."""
    with pytest.raises(ValueError, match=r"path|prefix"):
        field_path(text, NAMES)


def test_a_record_path_is_shown_as_it_is_written() -> None:
    """With its slashes."""
    assert str(record_path("//A/B", {})) == "//A/B"
    assert record_path("R/E", {}).name == "E"
