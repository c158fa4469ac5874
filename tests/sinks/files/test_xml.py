"""XML documents, read back by another library."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import lxml.etree
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, OutputError, StateMismatch
from legacy_adapters.sinks.files.settings import FileSink
from tests.sinks.samples import delivery, records_of, rows, run

TEMPLATE = """
{% block head %}
<?xml version="1.0" encoding="UTF-8"?>
<list n="{{ count }}" run="{{ run_id }}" at="{{ started_at }}">
{% endblock %}
{% block record %}<r n="{{ record.n }}">{{ record.name }}</r>
{% endblock %}
{% block foot %}</list>
{% endblock %}
"""


def sink(folder: Path, template: str = TEMPLATE, path: str = "{entity}.xml") -> FileSink:
    (folder / "t.xml").write_text(template.lstrip(), encoding="utf-8")
    return FileSink(path=path, template="t.xml")


def test_a_document_has_head_records_and_foot(tmp_path: Path) -> None:
    """One whole document, with the number of its records at the top."""
    run(sink(tmp_path), delivery(tmp_path), rows("a", "<b>"), rows(None))
    assert (tmp_path / "row.xml").read_text(encoding="utf-8") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<list n="3" run="run-1" at="2024-01-31T22:15:00Z">\n'
        '<r n="0">a</r>\n<r n="1">&lt;b&gt;</r>\n<r n="0"></r>\n</list>\n'
    )


def test_the_count_survives_a_kill(tmp_path: Path) -> None:
    """What was written behind the commit is not counted."""
    to = sink(tmp_path)
    with closing(to.open(delivery(tmp_path), None)) as opened:
        opened.write(rows("a", "b"))
        token = opened.commit()
        opened.write(rows("c"))
    with closing(to.open(delivery(tmp_path), token)) as opened:
        opened.write(rows("d"))
        opened.commit()
        opened.publish()
    root = lxml.etree.parse(tmp_path / "row.xml").getroot()
    assert (root.get("n"), [element.text for element in root]) == ("3", ["a", "b", "d"])


def test_a_run_is_not_gone_on_with_by_another_template(tmp_path: Path) -> None:
    """Half of a document would be of one, half of the other."""
    with closing(sink(tmp_path).open(delivery(tmp_path), None)) as opened:
        opened.write(rows("a"))
        token = opened.commit()
    with pytest.raises(StateMismatch, match="options or columns have changed"):
        sink(tmp_path, TEMPLATE.replace("<r ", "<r x='1' ")).open(delivery(tmp_path), token)


def test_an_entity_without_records_is_a_document_too(tmp_path: Path) -> None:
    """Whoever waits for the file gets one."""
    run(sink(tmp_path), delivery(tmp_path))
    assert len(lxml.etree.parse(tmp_path / "row.xml").getroot()) == 0


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@given(st.lists(st.text(CHARACTERS, min_size=1), min_size=1, max_size=10))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    """Whatever markup they look like."""
    folder = tmp_path_factory.mktemp("x")
    run(sink(folder), delivery(folder), rows(*names))
    assert [element.text for element in lxml.etree.parse(folder / "row.xml").getroot()] == names


def test_decimals_are_written_to_the_digit(tmp_path: Path) -> None:
    """As in CSV: an amount with the minor units of its currency."""
    one: dict[str, pa.DataType] = {"name": pa.decimal128(28, 4), "n": pa.string()}
    batch = pa.RecordBatch.from_pylist([{"name": Decimal("12345678901234567890.5"), "n": "JPY"}], schema=pa.schema(one))
    to = delivery(tmp_path, {"row": batch.schema}, currency_fields={"row": {"name": ""}})
    run(sink(tmp_path), to, records_of(batch))
    assert lxml.etree.parse(tmp_path / "row.xml").getroot()[0].text == "12345678901234567890.50"


def test_a_character_that_xml_has_none_of_names_the_record(tmp_path: Path) -> None:
    """As it comes, not at the end."""
    opened = sink(tmp_path).open(delivery(tmp_path), None)
    with closing(opened), pytest.raises(OutputError, match=r"XML cannot hold the character '\\x01'") as raised:
        opened.write(rows("a\x01"))
    assert raised.value.where == "row C1"


def test_records_that_are_no_whole_elements_are_refused(tmp_path: Path) -> None:
    """A document that nobody could read is never put in place."""
    with pytest.raises(OutputError, match="would be no well-formed XML"):
        run(sink(tmp_path, TEMPLATE.replace("</r>", "")), delivery(tmp_path), rows("a"))
    assert not (tmp_path / "row.xml").exists()


def test_a_template_that_does_not_fit_shows_before_anything_is_read(tmp_path: Path) -> None:
    """No file is begun."""
    with pytest.raises(ConfigError, match="no XML document"):
        sink(tmp_path, TEMPLATE.replace("</list>", "")).open(delivery(tmp_path), None)
    assert [path.name for path in tmp_path.iterdir()] == ["t.xml"]
