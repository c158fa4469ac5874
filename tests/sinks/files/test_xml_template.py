"""Templates of XML documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.sinks.files.xml_template import WellFormed, XmlTemplate

HEAD = "{% block head %}<a n='{{ count }}' e='{{ entity }}'>{% endblock %}"
RECORD = "{% block record %}<b>{{ record.x }}</b>{% endblock %}"
FOOT = "{% block foot %}</a>{% endblock %}"


def template(folder: Path, *pieces: str) -> XmlTemplate:
    (folder / "t.xml").write_text("\n".join(pieces), encoding="utf-8")
    return XmlTemplate("t.xml", folder, {"entity": "row"})


def test_the_blocks_are_filled(tmp_path: Path) -> None:
    """Values are escaped; null is nothing, and truth as XML Schema has it."""
    found = template(tmp_path, HEAD, RECORD, FOOT)
    assert found.block("head", {"count": 2}) == "<a n='2' e='row'>"
    values = ["</b>&\"'", None, True, "ä"]
    written = "".join(found.block("record", {"record": {"x": value}}) for value in values)
    assert written == "<b>&lt;/b&gt;&amp;&#34;&#39;</b><b></b><b>true</b><b>ä</b>"


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ((HEAD, FOOT), "the template has no block record"),
        ((HEAD, RECORD, "{% block foot %}</b>{% endblock %}"), "no XML document: mismatched tag"),
        ((HEAD, RECORD, "{% block foot %}{% endblock %}"), "no XML document: no element found"),
        ((HEAD.replace("count", "cuont"), RECORD, FOOT), "block head cannot be filled: 'cuont' is undefined"),
        ((HEAD, "{% block record %}{% if %}{% endblock %}", FOOT), "no template"),
        ((HEAD.replace("count", "entity.__class__.__mro__"), RECORD, FOOT), "access to attribute '__class__'"),
    ],
)
def test_a_template_that_cannot_work_shows_at_once(tmp_path: Path, pieces: tuple[str, ...], said: str) -> None:
    """Before anything is read: also one that tries to leave the sandbox."""
    with pytest.raises(ConfigError, match=said):
        template(tmp_path, *pieces)


def test_a_field_that_there_is_not_names_those_that_are(tmp_path: Path) -> None:
    """A typing error in a template."""
    with pytest.raises(ConfigError, match="has no attribute 'x'") as raised:
        template(tmp_path, HEAD, RECORD, FOOT).block("record", {"record": {"y": 1, "z": 2}})
    assert raised.value.hint == "A record has y, z."


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Or that is no UTF-8."""
    with pytest.raises(ConfigError, match="cannot be read"):
        XmlTemplate("none.xml", tmp_path, {})
    (tmp_path / "t.xml").write_bytes(b"\xe4")
    with pytest.raises(ConfigError, match="cannot be read"):
        XmlTemplate("t.xml", tmp_path, {})


def test_what_is_not_well_formed_is_told_with_its_line() -> None:
    """Piece by piece, as it is written."""
    document = WellFormed("row")
    document.take(b"<a>\n<b>")
    with pytest.raises(OutputError, match="no well-formed XML: mismatched tag: line 2"):
        document.take(b"</a>", last=True)
