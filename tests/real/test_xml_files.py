"""XML files of other projects, read by path alone: counts and sums that were computed independently of us."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.xml.recognise import recognise
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, Mode, Read, read, reading

ROOT = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
FILES = ROOT / "files"
SAFT = FILES / "joaomfrebelo+Saft-PT_4_PHP"
CAMT = FILES / "genkgo+camt/test/data"

pytestmark = pytest.mark.real


def here(path: Path) -> Path:
    """A file, or the reason why its test is skipped."""
    if not path.exists():
        pytest.skip(f"{path} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return path


def total(found: Read, column: str) -> Decimal:
    """The sum of a column."""
    return sum((Decimal(text) for text in found.columns[column] if text is not None), Decimal(0))


def saft(section: str, document: str, status: str = "InvoiceStatus", **more: object) -> XmlFormat:
    """The documents of one section of a Portuguese SAF-T."""
    base = f"AuditFile/SourceDocuments/{section}"
    stated = {"count": f"/{base}/NumberOfEntries"}
    lines = {"record": "Line", "fields": {"debit": "DebitAmount", "credit": "CreditAmount"}, "keep": ["status"]}
    fields = {"status": f"DocumentStatus/{status}", "company": "/AuditFile/Header/CompanyName"}
    settings = {"record": f"{base}/{document}", "fields": fields, "children": {"lines": lines}, "stated": stated}
    return XmlFormat.model_validate({**settings, **more})


@pytest.mark.parametrize("mode", MODES)
def test_saft_agrees_with_what_it_states(mode: Mode) -> None:
    """24 invoices; documents of status A and F count, but are left out of the totals."""
    path = here(SAFT / "tests/Resources/saft_idemo599999999.xml")
    settings = saft("SalesInvoices", "Invoice")
    with reading(mode, 20_000):
        invoices, lines = read(settings, path), read(settings, path, "lines")
    assert len(invoices.origins) == 24
    assert invoices.stated == {"count": "24"}
    assert set(invoices.columns["company"]) == {"Entidade comercial - Demonstração"}
    counted = [status not in {"A", "F"} for status in lines.columns["status"]]

    def of(column: str) -> Decimal:
        amounts = zip(lines.columns[column], counted, strict=True)
        return sum((Decimal(text) for text, counts in amounts if text and counts), Decimal(0))

    assert (of("debit"), of("credit")) == (Decimal("2201.7838"), Decimal("14918.709"))


@pytest.mark.parametrize("mode", MODES)
def test_saft_lines_without_cancelled_documents_by_a_condition(mode: Mode) -> None:
    """The same totals where the condition leaves those documents out."""
    path = here(SAFT / "tests/Resources/saft_idemo599999999.xml")
    status = "x:DocumentStatus/x:InvoiceStatus"
    settings = saft(
        "SalesInvoices",
        "Invoice",
        condition=f"{status} != 'A' and {status} != 'F'",
        namespaces={"x": "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"},
    )
    with reading(mode, 20_000):
        lines = read(settings, path, "lines")
    assert total(lines, "debit") == Decimal("2201.7838")
    assert total(lines, "credit") == Decimal("14918.709")


@pytest.mark.parametrize(
    ("section", "document", "status", "count", "credit"),
    [
        ("Payments", "Payment", "PaymentStatus", 2, "6000"),
        ("WorkingDocuments", "WorkDocument", "WorkStatus", 4, "1655.85"),
    ],
)
def test_other_sections_of_saft(section: str, document: str, status: str, count: int, credit: str) -> None:
    """Payments and working documents: all count, and the lines of those not cancelled have the stated credit."""
    path = here(SAFT / "tests/Resources/saft_idemo599999999.xml")
    settings = saft(section, document, status)
    found, lines = read(settings, path), read(settings, path, "lines")
    assert len(found.origins) == count
    assert found.stated == {"count": str(count)}
    amounts = zip(lines.columns["credit"], lines.columns["status"], strict=True)
    assert sum(Decimal(text or 0) for text, state in amounts if state != "A") == Decimal(credit)


def test_a_saft_that_breaks_its_schema_says_line_and_rule() -> None:
    """The valid one passes the same schema."""
    schema = str(here(SAFT / "src/Rebelo/SaftPt/Validate/Schema/SAFTPT_1_04_01_NO_ASSERT_NO_ALL.xsd").resolve())
    settings = saft("SalesInvoices", "Invoice", schema=schema)
    assert len(read(settings, SAFT / "tests/Resources/saft_idemo599999999.xml").origins) == 24
    wrong = SAFT / "tests/Resources/saft_WRONG_SCHEMA.xml"
    expected = (
        r"TaxAccountingBasis': This element is not expected\. Expected is .*TaxRegistrationNumber.*element-content"
    )
    with pytest.raises(BadPart, match=expected) as caught:
        read(settings, wrong)
    assert caught.value.where == "saft_WRONG_SCHEMA.xml line 9"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("camt053.v2.multi.statement.xml", [("8.85", "CRDT"), ("7.00", "DBIT")]),
        ("camt053.v2.minimal.xml", [("8.85", "CRDT")]),
    ],
)
def test_camt_entries(name: str, rows: list[tuple[str, str]]) -> None:
    """The entries of all statements, each with its own statement's identification."""
    fields = {"amount": "Amt", "side": "CdtDbtInd", "currency": "Amt/@Ccy", "statement": "../Id"}
    found = read(XmlFormat(record="Document/BkToCstmrStmt/Stmt/Ntry", fields=fields), here(CAMT / name))
    assert [row[:2] for row in found.rows()] == rows
    assert len(set(found.columns["statement"])) == len(rows)
    assert set(found.columns["currency"]) == {"EUR"}


LINES = {
    "Invoice": ("Invoice/InvoiceLine", "LineExtensionAmount", "/Invoice/LegalMonetaryTotal/LineExtensionAmount"),
    "CreditNote": (
        "CreditNote/CreditNoteLine",
        "LineExtensionAmount",
        "/CreditNote/LegalMonetaryTotal/LineExtensionAmount",
    ),
    "CrossIndustryInvoice": (
        "CrossIndustryInvoice/SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem",
        "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        "/CrossIndustryInvoice/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"
        "SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount",
    ),
}


def invoices() -> Iterator[list[str]]:
    """The rows of the list of figures."""
    listed = ROOT / "figures_invoices.csv"
    if listed.exists():
        with listed.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file)


@pytest.mark.parametrize("figures", list(invoices()), ids=lambda row: Path(row[0]).name)
def test_invoice_lines_have_the_listed_counts_and_sums(figures: list[str]) -> None:
    """UBL and CII by path alone, with what each states itself."""
    path, root, count, expected, stated = figures[:5]
    record, amount, at = LINES[root]
    settings = XmlFormat(record=record, fields={"amount": amount}, stated={"amount": at})
    found = read(settings, here(FILES / path))
    assert len(found.origins) == int(count)
    assert total(found, "amount") == Decimal(expected)
    assert Decimal(found.stated["amount"]) == Decimal(stated)


def torture() -> Iterator[str]:
    """The files that are made to hurt a parser."""
    listed = ROOT / "manifest.csv"
    if listed.exists():
        with listed.open(encoding="utf-8", newline="") as file:
            yield from (row["path"] for row in csv.DictReader(file) if row["kind"] in {"xml-torture", "html"})


@pytest.mark.parametrize("name", list(torture()))
def test_torture_is_read_or_refused_in_words(name: str) -> None:
    """None crashes or hangs; a document type is always refused."""
    path = here(FILES / name)
    recognised = recognise(Sample.of(path))
    settings = recognised.settings if recognised else XmlFormat(record="//e")
    assert isinstance(settings, XmlFormat)
    refused, found = "", None
    try:
        found = read(settings, path)
    except (BadPart, ConfigError) as error:
        refused = str(error)
    if found is None:
        assert path.name in refused
    else:
        assert b"<!DOCTYPE" not in path.read_bytes()
        assert found.origins


def every_xml() -> Iterator[Path]:
    """All XML files there are, but those made to be refused."""
    return iter(sorted(path for path in FILES.rglob("*.xml") if FILES.exists()))


@pytest.mark.parametrize("path", list(every_xml()), ids=lambda path: path.name)
def test_every_file_is_read_the_same_in_every_way(path: Path) -> None:
    """As it is recognised: the fast lane, parts and whole give the same rows, or the same refusal."""
    recognised = recognise(Sample.of(path))
    assert recognised is not None
    settings = recognised.settings
    assert isinstance(settings, XmlFormat)
    results: list[Read | str] = []
    for mode in MODES:
        with reading(mode, 3_000):
            try:
                results.append(read(settings, path, most_rows=7))
            except (BadPart, ConfigError) as error:
                results.append(error.message)
    assert results[0] == results[1] == results[2]
