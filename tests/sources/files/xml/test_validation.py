"""Files checked against an XSD file while they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml import parsing
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import read, write

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="R"><xs:complexType><xs:sequence>
<xs:element name="E" maxOccurs="unbounded"><xs:complexType><xs:sequence>
<xs:element name="N" type="xs:int"/><xs:element name="T" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""


def settings(folder: Path) -> XmlFormat:
    write(folder, XSD, "r.xsd")
    return XmlFormat.model_validate(
        {"record": "R/E", "fields": {"n": "N"}, "schema": "r.xsd"}, context={"folder": folder}
    )


def entries(count: int, wrong: int = 0, by: str = "<E>\n<N>x</N>\n</E>\n") -> str:
    return "<R>\n" + "".join(by if n == wrong else f"<E>\n<N>{n}</N>\n</E>\n" for n in range(1, count + 1)) + "</R>"


def test_a_valid_file_is_read(tmp_path: Path) -> None:
    """All of it, also in many blocks."""
    found = read(settings(tmp_path), write(tmp_path, entries(20_000)), most_rows=5000)
    assert found.columns["n"] == [str(n) for n in range(1, 20_001)]


@pytest.mark.parametrize("wrong", [1, 3, 900, 1000])
@pytest.mark.parametrize(
    "error",
    [
        ("<E>\n<N>x</N>\n</E>\n", 1, r"'x' is not a valid value.*cvc-datatype-valid\.1\.2\.1"),
        ("<E>\n<N>1</N>\n<Q/></E>\n", 2, r"Element 'Q': This element is not expected.*element-content"),
        ("<E>\n</E>\n", 1, "Missing child element"),
    ],
)
def test_an_invalid_file_says_line_and_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: int, error: tuple[str, int, str]
) -> None:
    """Wherever the first error is, also far into the file."""
    by, line, words = error
    monkeypatch.setattr(parsing, "BLOCK_BYTES", 1000)
    with pytest.raises(BadPart, match=words) as caught:
        read(settings(tmp_path), write(tmp_path, entries(1000, wrong, by)))
    assert caught.value.where == f"file.xml line {2 + (wrong - 1) * 3 + line}"


def test_a_file_that_ends_too_early_is_that(tmp_path: Path) -> None:
    """And not only invalid."""
    with pytest.raises(BadPart, match="ends too early"):
        read(settings(tmp_path), write(tmp_path, entries(100)[:-3]))


@pytest.mark.parametrize("content", [None, "<xs:schema", "<a/>"])
def test_a_schema_that_cannot_be_used_is_an_error_of_the_settings(tmp_path: Path, content: str | None) -> None:
    """Missing, not well-formed, or none."""
    wanted = settings(tmp_path)
    (tmp_path / "r.xsd").unlink()
    if content is not None:
        write(tmp_path, content, "r.xsd")
    with pytest.raises(ConfigError, match="`schema`"):
        read(wanted, write(tmp_path, entries(1)))
