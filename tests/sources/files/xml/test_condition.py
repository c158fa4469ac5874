"""Conditions on records."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.xml.condition import Condition
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, read, reading, write


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Status != 'A'", True),
        ("Status = 'A'", False),
        ("@id = '1' and number(Amount) > 2", True),
        ("contains(Text, '/Root') or ./Amount", True),
        ("L[Q div 2 = 2]", True),
        ("Amount", True),
        ("Missing", False),
    ],
)
def test_a_condition_is_xpath_on_the_record(text: str, holds: bool) -> None:
    """As a truth value."""
    record = etree.XML("<E id='1'><Status>F</Status><Amount>3</Amount><L><Q>4</Q></L></E>")
    assert Condition(text, {}).holds(record) is holds


@pytest.mark.parametrize(
    "text", ["../A = 1", "ancestor::A", "/R/A", "not(parent::R)", "(/R)", "following-sibling::E", "A=//B"]
)
def test_a_condition_must_not_leave_the_record(text: str) -> None:
    """What is around it is gone by then."""
    with pytest.raises(ConfigError, match="leaves the record"):
        Condition(text, {})


@pytest.mark.parametrize("text", ["A = ", "A and", "f(", "[A]"])
def test_what_is_no_xpath_is_told(text: str) -> None:
    """Before anything is read."""
    with pytest.raises(ConfigError, match="is no XPath"):
        Condition(text, {})


@pytest.mark.parametrize("text", ["unheard-of(A)", "q:A", "$x = 1"])
def test_what_cannot_be_evaluated_is_told(text: str) -> None:
    """A function, prefix or variable that there is not."""
    with pytest.raises(ConfigError, match="condition"):
        Condition(text, {}).holds(etree.XML("<E/>"))


def test_a_name_without_prefix_would_never_hold_in_a_namespace() -> None:
    """So it is refused, with the prefix to state."""
    record = etree.XML("<E xmlns='urn:u'><A>1</A></E>")
    with pytest.raises(ConfigError, match="namespace urn:u") as caught:
        Condition("A = 1", {}).holds(record)
    assert "x:A" in caught.value.hint
    assert Condition("x:A = 1", {"x": "urn:u"}).holds(record)


@pytest.mark.parametrize("mode", MODES)
def test_records_that_do_not_hold_are_not_read(tmp_path: Path, mode: str) -> None:
    """The numbers of the others are those they have in the file."""
    body = "".join(f"<E><S>{'AF'[n % 2]}</S><N>{n}</N></E>" for n in range(20))
    path = write(tmp_path, f"<R>{body}</R>")
    with reading(mode):  # type: ignore[arg-type]
        found = read(XmlFormat(record="R/E", fields={"n": "N"}, condition="S != 'A'"), path, most_rows=3)
    assert found.columns["n"] == [str(n) for n in range(1, 20, 2)]
    assert found.origins[:2] == ["E 2 line 1", "E 4 line 1"]
