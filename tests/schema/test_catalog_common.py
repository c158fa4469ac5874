"""Tests of the entities of the common schema against the table that was agreed upon."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from legacy_adapters.schema.catalog import COMMON, entity_names, load_entity
from legacy_adapters.schema.entity import Difference
from tests.schema.table import AGREED, agreed

STATED_LENGTHS = {2, 3, 9, 11, 14, 18, 20, 30, 34, 35, 50, 60, 70, 100, 140, 200, 210, 254, 256}
"""What SAF-T, ISO 3166, 4217, 9362, 13616, 20022 and GS1 state."""

WIDTHS = {"currency_code": 3, "instructed_currency": 3, "country_code": 2, "iban": 34, "bic": 11, "end_to_end_id": 35}
STANDARDS = {"SAF-T 2.0", "UBL 2.1", "ISO 20022 camt.053", None}
PATH = {
    "SAF-T 2.0": re.compile(r"(Header|MasterFiles|GeneralLedgerEntries|SourceDocuments)(/[A-Z][A-Za-z]*)+"),
    "UBL 2.1": re.compile(r"(Invoice|Order|Catalogue)(/c[ab]c:[A-Z][A-Za-z]*)+(/@[a-zA-Z]+)?"),
    "ISO 20022 camt.053": re.compile(r"BkToCstmrStmt/Stmt(/[A-Z][A-Za-z]*)+(/@Ccy)?"),
}


def test_entities_are_those_agreed_upon() -> None:
    """The catalog has every agreed entity, in the agreed order, and no other."""
    assert entity_names() == list(AGREED) == list(COMMON)


def test_every_file_is_an_entity() -> None:
    """A file that lies beside the entities but is not in the catalog would be forgotten."""
    folder = files("legacy_adapters.schema") / "entities"
    assert {file.name for file in folder.iterdir()} == {f"{name}.yaml" for name in COMMON}


@pytest.mark.parametrize("name", COMMON)
def test_fields_are_those_agreed_upon(name: str) -> None:
    """Names, order, types, required ones, empty parts of keys, and codes are as agreed."""
    declared = [
        (f.name, f.type, f.required, f.empty_text, f.codes) for f in load_entity(name).fields if f.source_of is None
    ]
    assert declared == [(a.name, a.type, a.required, a.empty_text, a.codes) for a in agreed(name)]


@pytest.mark.parametrize("name", COMMON)
def test_key_is_the_one_agreed_upon(name: str) -> None:
    """The key has the agreed parts in their order, and begins with company_id."""
    entity = load_entity(name)
    assert entity.key == tuple(a.name for a in agreed(name) if a.key)
    assert entity.key[0] == entity.fields[0].name == "company_id"


@pytest.mark.parametrize("name", COMMON)
def test_codes_are_open_and_have_the_source_beside_them(name: str) -> None:
    """Every list of codes is open, and the source's own code stands right behind it, as text of any length."""
    fields = load_entity(name).fields
    for index, field in enumerate(fields):
        assert field.open == bool(field.codes)
        if field.open:
            beside = fields[index + 1]
            assert (beside.name, beside.type, beside.source_of) == (f"{field.name}_source", "text", field.name)
            assert (beside.required, beside.length, beside.codes) == (False, None, ())


@pytest.mark.parametrize("name", COMMON)
def test_everything_is_described(name: str) -> None:
    """The entity and each field say what they are, in a line that is a sentence."""
    entity = load_entity(name)
    for text in (entity.description, *(field.description for field in entity.fields)):
        assert re.fullmatch(r"[A-Z][^\n]{7,110}[.…]", text), text


@pytest.mark.parametrize("name", COMMON)
def test_lengths_are_stated_by_a_standard(name: str) -> None:
    """Only text has a length, and only one that a standard states; codes of one width have that width everywhere."""
    for field in load_entity(name).fields:
        if field.length is not None:
            assert field.type == "text"
            assert field.length in STATED_LENGTHS
        if field.name in WIDTHS:
            assert field.length == WIDTHS[field.name]


@pytest.mark.parametrize("name", COMMON)
def test_paths_are_of_the_entity_s_standard(name: str) -> None:
    """A path is one of the standard that the entity follows, and an entity without a standard has none."""
    entity = load_entity(name)
    assert entity.standard in STANDARDS
    paths = [field.path for field in entity.fields if field.path is not None]
    assert bool(paths) == (entity.standard is not None)
    assert [path for path in paths if not PATH[str(entity.standard)].fullmatch(path)] == []


@pytest.mark.parametrize("name", COMMON)
def test_version_is_the_first(name: str) -> None:
    """No entity of the common schema is a project's, and version 1.0 is the first."""
    entity = load_entity(name)
    assert (entity.name, entity.version, entity.is_own) == (name, "1.0", False)


def test_amount_of_a_ledger_line_is_derived() -> None:
    """A ledger line's amount is debit less credit; nothing else is derived anywhere."""
    derived = {name: load_entity(name).derive for name in COMMON if load_entity(name).derive}
    assert derived == {"gl_line": (Difference("amount", "debit_amount", "credit_amount"),)}


def test_customer_and_supplier_are_alike() -> None:
    """Customer and supplier have the same fields but for their own number."""
    customer, supplier = load_entity("customer"), load_entity("supplier")
    alike = [
        (c.name, c.type, c.length) == (s.name, s.type, s.length)
        for c, s in zip(customer.fields, supplier.fields, strict=True)
    ]
    assert [name for name, same in zip(customer.names, alike, strict=True) if not same] == ["customer_id"]
