"""Which programs wrote a DBF, by its first byte, and where those put their long texts.

Sources: Microsoft, "Table File Structure (.dbc, .dbf, .frx, .lbx, .mnx, .pjx, .scx, .vcx)"; dBASE, "Data File Header
Structure for the dBASE Version 7 Table File".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

MemoKind: TypeAlias = Literal["none", "dbt3", "dbt4", "fpt"]
"""How long texts are kept: up to an end mark (dBase III), behind their length (dBase IV), or in FoxPro's way."""

Family: TypeAlias = Literal["dbase2", "dbase", "dbase7", "foxpro", "visual"]
"""What the header and the binary types look like."""


@dataclass(frozen=True, slots=True)
class Version:
    """A kind of DBF: its name for a person, its family, and its memos."""

    name: str
    family: Family
    memos: MemoKind = "none"


VERSIONS: Final[Mapping[int, Version]] = {
    0x02: Version("dBase II", "dbase2"),
    0x03: Version("dBase III, IV, FoxBase, FoxPro or Clipper", "dbase", "dbt3"),
    0x04: Version("dBase 7", "dbase7", "dbt4"),
    0x05: Version("dBase V", "dbase", "dbt4"),
    0x07: Version("Visual Objects", "dbase", "dbt3"),
    0x30: Version("Visual FoxPro", "visual", "fpt"),
    0x31: Version("Visual FoxPro with autoincrement", "visual", "fpt"),
    0x32: Version("Visual FoxPro with Varchar", "visual", "fpt"),
    0x43: Version("dBase IV SQL table", "dbase", "dbt4"),
    0x63: Version("dBase IV SQL system table", "dbase", "dbt4"),
    0x7B: Version("dBase IV with memo", "dbase", "dbt4"),
    0x83: Version("dBase III, FoxBase or Clipper with memo", "dbase", "dbt3"),
    0x87: Version("Visual Objects with memo", "dbase", "dbt3"),
    0x8B: Version("dBase IV with memo", "dbase", "dbt4"),
    0x8C: Version("dBase 7 with memo", "dbase7", "dbt4"),
    0x8E: Version("dBase IV SQL table with memo", "dbase", "dbt4"),
    0xCB: Version("dBase IV SQL table with memo", "dbase", "dbt4"),
    0xF5: Version("FoxPro 2 with memo", "foxpro", "fpt"),
    0xFB: Version("FoxBase with memo", "dbase", "dbt3"),
}
"""By the first byte."""

REFUSED: Final[Mapping[int, str]] = {
    0x06: "encrypted by HiPer-SIX",
    0x86: "encrypted by HiPer-SIX",
    0x8A: "encrypted by HiPer-SIX",
    0xB3: "a FlagShip table with .dbv memos",
    0xE5: "a HiPer-SIX table with .smt memos",
    0xE6: "a HiPer-SIX table with .smt memos",
}
"""What is known but not read."""
