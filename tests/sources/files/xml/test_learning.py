"""Records taken only to learn what they hold."""

from __future__ import annotations

from lxml import etree

from legacy_adapters.sources.files.xml.learning import Learner
from legacy_adapters.sources.files.xml.paths import Step


def test_rows_are_shown_to_the_shape_and_none_is_kept() -> None:
    """The record itself, or the elements in it that are rows."""
    record = etree.XML("<E><L><Q>1</Q></L><L><P>2</P></L></E>")
    learner = Learner(())
    learner.look(None, record)
    learner.take(record, 1, 1, ())
    below = Learner((Step("L"),))
    below.take(record, 1, 1, ())
    assert (learner.shape.records, below.shape.records) == (1, 2)
    assert list(below.shape.columns()) == ["Q", "P"]
    assert learner.found.cells == below.found.cells == []
