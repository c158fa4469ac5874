"""Bodies by a template, out of which no value breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.sinks.http.templates import BodyTemplate, values_of

NASTY = """<a b="c" d='e'>&amp; ]]> {{ 7 * 7 }} ä\n"""


def filled(tmp_path: Path, text: str, *records: dict[str, object], xml: bool = True) -> bytes:
    (tmp_path / "t.xml").write_text(text, encoding="utf-8")
    template = BodyTemplate("t.xml", tmp_path, xml=xml)
    return template.render("invoice", "upsert", [values_of(json.dumps(record)) for record in records])


def test_xml_of_several_records(tmp_path: Path) -> None:
    """Null is nothing, a boolean a word of XML."""
    text = '<all of="{{ entity }}">{% for r in records %}<r o="{{ r.open }}">{{ r.name }}</r>{% endfor %}</all>'
    found = filled(tmp_path, text, {"open": True, "name": "ä"}, {"open": False, "name": None})
    assert found.decode() == '<all of="invoice"><r o="true">ä</r><r o="false"></r></all>'


def test_no_value_breaks_out_of_xml(tmp_path: Path) -> None:
    """Neither of an element nor of an attribute, and none is a template itself."""
    root = etree.fromstring(filled(tmp_path, '<r a="{{ record.v }}">{{ record.v }}</r>', {"v": NASTY}))
    assert root.text == NASTY
    assert len(root) == 0
    assert root.get("a") == NASTY.replace("\n", " ")


def test_no_value_breaks_out_of_json(tmp_path: Path) -> None:
    """Each is written as JSON, with its quotes."""
    text = '{"kind": {{ operation }}, "v": {{ record.v }}, "n": {{ record.n }}, "none": {{ record.none }}}'
    found = filled(tmp_path, text, {"v": NASTY + '"\\', "n": True, "none": None}, xml=False)
    assert json.loads(found) == {"kind": "upsert", "v": NASTY + '"\\', "n": True, "none": None}


@pytest.mark.parametrize("xml", [True, False])
def test_a_number_keeps_its_digits(tmp_path: Path, xml: bool) -> None:
    """It is never a double."""
    (tmp_path / "t").write_text("{{ record.amount }}")
    values = values_of('{"amount": 12345678901234567890.1200}')
    assert BodyTemplate("t", tmp_path, xml=xml).render("e", "upsert", [values]) == b"12345678901234567890.1200"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "t.xml:1: no template"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ record.nam }}", "no attribute 'nam'"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ records.append(1) }}", "cannot be filled"),
        ("{% include '/etc/passwd' %}", "cannot be filled"),
        ("{{ 1 // 0 }}", "cannot be filled"),
        ("{% for i in range(10000000) %}{% endfor %}", "cannot be filled"),
    ],
)
def test_a_template_that_is_wrong_or_wants_too_much_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """With its file, and what a record has."""
    with pytest.raises(ConfigError, match="(?s)" + said.replace("'", ".")) as raised:
        filled(tmp_path, text, {"name": "a"})
    assert raised.value.where.startswith("t.xml")


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """Missing, or in another encoding."""
    if content is not None:
        (tmp_path / "t").write_bytes(content)
    with pytest.raises(ConfigError, match="cannot be read") as raised:
        BodyTemplate("t", tmp_path, xml=True)
    assert raised.value.where == "t"


def test_xml_cannot_hold_every_character(tmp_path: Path) -> None:
    """It is said, not replaced."""
    with pytest.raises(OutputError, match="XML cannot hold"):
        filled(tmp_path, "<r>{{ record.v }}</r>", {"v": "a\x01"})
