"""What kind of file it is, by how it begins: for the words of a refusal, and so that a file of another kind is not
taken for a table because there are commas in it."""

from __future__ import annotations

import re
from typing import Final

_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive, or a document of Office or OpenOffice, which are such"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.xls, .doc, .msg)"),
    (b"SQLite format 3\x00", "an SQLite database: read it as a database, sqlite:///…"),
    (b"\x00\x01\x00\x00Standard Jet DB", "an Access database (.mdb)"),
    (b"\x00\x01\x00\x00Standard ACE DB", "an Access database (.accdb)"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x00\x00\x02\x00", "a Lotus 1-2-3 sheet"),
    (b"\x00\x00\x1a\x00", "a Lotus 1-2-3 sheet"),
    (b"PGDMP", "a dump of PostgreSQL"),
    (b"\xac\xed\x00\x05", "objects of Java"),
)
_OF_TEXT: Final = ("a PDF document", "a text document (RTF)")
_TAR: Final = (257, b"ustar")
_FIREBIRD: Final = re.compile(rb"\x01\x00[\x30\x39]")

_SQL: Final = (
    r"(?:--[^\n]*\n|/\*[^*]*\*/|\s)*(?:CREATE (?:TABLE|DATABASE|SCHEMA|VIEW|OR)|INSERT INTO|"
    r"DROP (?:TABLE|DATABASE)|"
    r"SET [\w@]+[ =][^\n]*;|USE \[?\w+\]?\s*;?\s*\n|BEGIN(?: TRANSACTION)?;|PRAGMA |ALTER (?:TABLE|DATABASE))\s?"
)

_TEXTS: Final = (
    (re.compile(r"<!DOCTYPE html|<html|<head|<body|<table", re.IGNORECASE), "an HTML page"),
    (re.compile(r"<\?xml|<!DOCTYPE\s+(?!html)\w|<[A-Za-z_][\w.\-]*(?::[\w.\-]+)?(?:\s+[\w:.\-]+\s*=|\s*/?>)"), "XML"),
    (re.compile(r"\{\s*[\"}]|\[\s*[{\"\[\]\d-]"), "JSON"),
    (re.compile(r"UN[AB][:+ ]|UNA.{6}|DOC\+|UNH\+"), "EDIFACT"),
    (re.compile(r"ISA[^A-Za-z0-9 ].{2}[^A-Za-z0-9 ]"), "ANSI X12"),
    (re.compile(r"STX=ANA"), "TRADACOMS"),
    (re.compile(r"(?:[^\n]{0,200}\n){0,6}:20:[^\n]*\n(?:[^\n]{0,200}\n){0,3}:2[158][A-Z]?:"), "SWIFT MT940"),
    (re.compile(r":\d\d[A-Z]?:"), "SWIFT MT940"),
    (re.compile(r"OFXHEADER:|<OFX>"), "OFX"),
    (re.compile(r"!(?:Type|Account|Option|Clear):?"), "QIF"),
    (re.compile(r"101 ?[\d ]{9,10}[\d ]{9,10}\d{6}"), "NACHA (ACH)"),
    (re.compile(r"01,[^,\n]*,[^,\n]*,\d{6},\d{1,4},[^\n]*/\s*\n"), "BAI2"),
    (re.compile(r"ID;P"), "a SYLK sheet"),
    (re.compile(r"TABLE\s*\n0,1\s*\n"), "a DIF sheet"),
    (re.compile(_SQL, re.DOTALL | re.IGNORECASE), "SQL"),
    (re.compile(r"-----BEGIN [A-Z ]+-----"), "a certificate or key"),
    (re.compile(r"%!PS"), "PostScript"),
    (re.compile(r"(?:Received|Return-Path|From|MIME-Version|Delivered-To): ", re.IGNORECASE), "an e-mail"),
)


def binary_kind(head: bytes) -> str | None:
    """What a file is by its first bytes, in words; None if they say nothing."""
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind in _OF_TEXT or not _reads_on(magic, head)):
            return kind
    offset, magic = _TAR
    if head[offset : offset + len(magic)] == magic:
        return "a tar archive"
    if _FIREBIRD.match(head) and b"Firebird" in head[:4096]:
        return "a Firebird database"
    return None


def _reads_on(magic: bytes, head: bytes) -> bool:
    """Whether first bytes that are letters go on as text: a table's first column may be called MZ or PAR1."""
    return magic.isalnum() and magic.isascii() and not any(byte < 9 or byte > 126 for byte in head[:64])


def text_kind(text: str) -> str | None:
    """What a text is by its beginning, in words; None if that says nothing. A table of fields begins like none of
    these."""
    start = text[:4096].lstrip("\ufeff \t\r\n\x01")
    for pattern, kind in _TEXTS:
        if pattern.match(start):
            return kind
    return None
