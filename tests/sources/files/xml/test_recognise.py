"""XML recognised, and its records proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.xml.recognise import recognise
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, write


def proposed(folder: Path, content: str | bytes) -> str | None:
    """The record that is proposed; "-" where it is XML without one, None where it is none."""
    found = recognise(Sample.of(write(folder, content)))
    if found is None:
        return None
    assert isinstance(found.settings, XmlFormat)
    return found.settings.record or "-"


CUSTOMERS = "<Customers>" + "<C><N>1</N></C>" * 5 + "</Customers>"
ORDERS = "<O><N>1</N>" + "<L><Q>1</Q><P>2</P></L>" * 3 + "</O>"


@pytest.mark.parametrize(
    ("content", "record"),
    [
        (LEDGER, "Ledger/Entry"),
        (LEDGER.encode("utf-8-sig"), "Ledger/Entry"),
        (LEDGER.replace("UTF-8", "UTF-16").encode("utf-16"), "Ledger/Entry"),
        (f"<R>{CUSTOMERS}{ORDERS * 2}</R>", "R/O"),
        (f"<R>{CUSTOMERS}{ORDERS}</R>", "R/O/L"),
        ("<R><A>1</A></R>", "R"),
        ("<!-- c --><R><E a='1'/><E a='2'/></R>", "R/E"),
        ("<?xml version='1.0'?>\n<!DOCTYPE r><r/>", "-"),
        ("<?xml version='1.0'?>\n", "-"),
        ("<R><E><A>1</A></E><E><A>1</A>", "R/E"),
        ("<!DOCTYPE html><html><p>1</p><p>2</p></html>", None),
        ("<html><body/></html>", None),
        ("plain text", None),
        ("<not xml", None),
        ("a;b\n<c>;d\n", None),
        (b"\x00\x01\x02", None),
        ("", None),
    ],
)
def test_the_element_with_the_most_values_is_proposed(tmp_path: Path, content: str | bytes, record: str | None) -> None:
    """The outermost of those that repeat; what is no XML is left to others."""
    assert proposed(tmp_path, content) == record


def test_the_evidence_says_what_was_decided(tmp_path: Path) -> None:
    """And what else could have been."""
    found = recognise(Sample.of(write(tmp_path, f"<R>{CUSTOMERS}{ORDERS * 2}</R>")))
    assert found is not None
    assert found.evidence[0] == "it begins like XML, in utf-8"
    assert "record R/O: it stands 2 times" in found.evidence[1]
    assert found.evidence[2] == "other elements repeat: R/Customers/C, R/O/L"
