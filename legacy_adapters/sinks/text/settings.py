"""What all sinks that write text have in common: the options of CSV and JSON Lines in the pipeline file."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Format: TypeAlias = Literal["csv", "jsonl"]

_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_STRFTIME = frozenset("YymdHMSfjbBaAIp%")
_PLAIN_ENCODINGS = ("utf8", "utf_8", "u8", "utf", "cp65001")
_ESCAPING = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf_7", "utf7"})


def _delimiter(value: object) -> object:
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


def _one_character(value: str) -> str:
    if len(value) != 1 or not value.isascii() or value.isalnum() or value in "\"'\r\n\0+-.: ":
        raise ValueError("must be one ASCII character that no number, date or quote is written with; or tab")
    return value


def _pattern(value: str) -> str:
    unknown = [found for found in re.findall(r"%(.?)", value) if found not in _STRFTIME]
    if unknown or "%" not in value:
        what = f"%{unknown[0]} is not known" if unknown else "has no field such as %Y"
        raise ValueError(f"{what}; known are {' '.join('%' + c for c in sorted(_STRFTIME))}")
    return value


def _encoding(value: str) -> str:
    name = value.strip().lower().replace("-", "_")
    if name in _PLAIN_ENCODINGS:
        return "utf-8"
    if name in _ESCAPING:
        raise ValueError(f"{value} is no character set for files")
    sample = '"a,1"\r\n'
    try:
        if (sample.encode(value) * 2).decode(value) == sample * 2:
            return value
    except (LookupError, UnicodeError):
        raise ValueError(f"{value} is no character set that Python knows, such as utf-8, cp1252 or cp850") from None
    plain = {"utf_8_sig": "utf-8", "utf_16": "utf-16-le", "utf_32": "utf-32-le"}.get(name, "utf-8")
    raise ValueError(f"{value} has its own rule for byte order marks; say {plain} with bom: true")


DateFormat: TypeAlias = Annotated[str, AfterValidator(_pattern)]


class TextOptions(BaseModel):
    """How values become text. Every option may be given as text, as YAML without types has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    envelope: bool = Field(
        default=False, description="Whether the envelope (record_id, operation, … schema_version) follows the fields."
    )
    delimiter: Annotated[str, BeforeValidator(_delimiter), AfterValidator(_one_character)] = Field(
        default=",", description="CSV: what stands between two cells; one character, or tab, semicolon, comma, pipe."
    )
    encoding: Annotated[str, AfterValidator(_encoding)] = Field(
        default="utf-8", description="CSV: the character set. A character that it lacks ends the run, never a '?'."
    )
    bom: bool = Field(default=False, description="CSV: whether a file begins with a byte order mark (utf-8, utf-16-…).")
    header: bool = Field(default=True, description="CSV: whether the first line has the names of the columns.")
    line_end: Literal["crlf", "lf"] = Field(default="crlf", description="CSV: crlf as RFC 4180 has it, or lf.")
    quoting: Literal["minimal", "all", "nonnumeric"] = Field(
        default="minimal", description="CSV: which cells are quoted: those that need it, all, or all but numbers."
    )
    formula_guard: bool = Field(
        default=False,
        description="CSV: whether a ' is set before text that a spreadsheet would run (begins with = + - @ tab CR).",
    )
    decimal: Literal[".", ","] = Field(default=".", description="CSV: the decimal sign.")
    date_format: DateFormat | None = Field(
        default=None, description="Dates by strftime, for example %d.%m.%Y; without it ISO 8601: 2024-01-31."
    )
    datetime_format: DateFormat | None = Field(
        default=None,
        description="Dates with time by strftime; without it ISO 8601: 2024-01-31T12:00:00, with Z where it is UTC.",
    )
    decimals: Literal["string", "number"] = Field(
        default="string",
        description="JSON Lines: decimals as strings, which every receiver reads exactly, or as numbers.",
    )

    def problem(self, kind: Format) -> str | None:
        """What does not go together for files of this format, in words; None if all is well."""
        csv_only = {"delimiter", "encoding", "bom", "header", "line_end", "quoting", "formula_guard", "decimal"}
        misplaced = sorted(self.model_fields_set & (csv_only if kind == "jsonl" else {"decimals"}))
        if misplaced:
            return f"{', '.join(misplaced)} cannot be stated for {kind}"
        if self.delimiter == self.decimal:
            return f"decimal and delimiter are both {self.decimal!r}; with a decimal comma the delimiter is mostly ';'"
        if self.bom and not self.encoding.lower().replace("_", "-").startswith("utf-"):
            return f"bom needs utf-8, utf-16-le or utf-16-be; {self.encoding} has no byte order mark"
        return None

    def dialect(self, kind: Format) -> dict[str, str]:
        """The options that make files of this format alike: one file must not mix two of them."""
        names = ["envelope", "date_format", "datetime_format"]
        names += ["decimals"] if kind == "jsonl" else ["delimiter", "encoding", "header", "line_end", "quoting"]
        names += [] if kind == "jsonl" else ["formula_guard", "decimal"]
        return {"format": kind} | {name: str(getattr(self, name)) for name in names}
