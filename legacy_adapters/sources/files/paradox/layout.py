"""The columns of a Paradox table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.desktop.beside import own_path
from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.desktop.column_names import column_names
from legacy_adapters.sources.files.paradox.code_pages import code_page_of
from legacy_adapters.sources.files.paradox.fields import Field
from legacy_adapters.sources.files.paradox.header import Header, read_header

if TYPE_CHECKING:
    from legacy_adapters.sources.files.paradox.settings import ParadoxFormat


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that must be known to read a table; ``reason`` says in words why this is the code page."""

    header: Header
    columns: dict[str, Field]
    code_page: CodePage
    reason: str

    def schema(self) -> pa.Schema:
        """The columns, in the order of the fields."""
        return pa.schema([pa.field(name, field.type) for name, field in self.columns.items()])


def layout_of(path: Path, settings: ParadoxFormat, table: str | None = None) -> Layout:
    """The layout of a file. Raises ``BadPart``, ``OSError``, and ``ConfigError`` for a table or code page that there is
    not."""
    if table is not None and table.lower() != own_path(path).stem.lower():
        hint = f"A Paradox file is one table: {own_path(path).stem}. Leave `table` out."
        raise ConfigError(f"there is no table {table}", where=path.name, hint=hint)
    header = read_header(path)
    code_page, reason = code_page_of(path, header, settings.encoding)
    names = column_names([code_page.shown(field.name) for field in header.fields])
    return Layout(header, dict(zip(names, header.fields, strict=True)), code_page, reason)
