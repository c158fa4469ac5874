"""Tells a workbook from other files by its first bytes."""

from __future__ import annotations

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.spreadsheet.opening import OLE, flavour_of, name_of_refused
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings

_NAMES = {
    "xlsx": "a workbook of Excel 2007 or later (.xlsx)",
    "xlsb": "a binary workbook of Excel 2007 or later (.xlsb)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "xls": "a workbook of Excel 2 to 2003 (.xls)",
    "xml2003": "an XML Spreadsheet 2003",
}
_TEXTUAL = frozenset({"an HTML table"})


def recognise(sample: Sample) -> Recognised | None:
    """The settings to read a workbook with. Spreadsheets that are known but cannot be read (Lotus, Quattro Pro, SYLK,
    DIF, encrypted ones) are recognised too, so that reading them says what they are."""
    try:
        flavour = flavour_of(sample.path, sample.head)
    except BadPart as error:
        if sample.head.startswith(OLE):
            return Recognised(SpreadsheetSettings(), (error.message,))
        return None
    except OSError:
        return None
    if flavour is not None:
        return Recognised(SpreadsheetSettings(), (_NAMES[flavour],))
    name = name_of_refused(sample.head)
    if name is None or name in _TEXTUAL:
        return None
    return Recognised(SpreadsheetSettings(), (f"{name}: it begins as only such files do",))
