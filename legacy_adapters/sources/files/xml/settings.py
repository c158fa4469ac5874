"""What a pipeline file says of XML files; no parser is imported here."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pydantic import Field, PrivateAttr, model_validator

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.format import FormatSettings, Piece
from legacy_adapters.sources.files.xml.paths import field_path, record_path


class ChildTable(FormatSettings):
    """Elements that repeat within a record, as a table of their own."""

    record: str = Field(description="Where they stand, from the record on: `Line`, `Lines/Line`.")
    fields: dict[str, str] | None = Field(
        None, description="The columns by name, each with its path from the child on; unless stated, all that it holds."
    )
    keep: tuple[str, ...] = Field((), description="Columns of the record that each of its children has, too.")


class XmlFormat(FormatSettings):
    """XML: one row per element of a path."""

    kind: Literal["xml"] = Field("xml", description="XML, one row per element of a path.")
    record: str | None = Field(
        None, description="The path of the elements that are rows: `Ledger/Entry`, or `//Entry` wherever they stand."
    )
    fields: dict[str, str] | None = Field(
        None,
        min_length=1,
        description="The columns by name, each with its path from the record on: `Amount`, `Header/Date`, `@id`, `.` "
        "(the record's own text), `../Header/Date`, `/Ledger/Header/Date`. Unless stated, all that the records of the "
        "file's first 4 MB hold, by their paths.",
    )
    children: dict[str, ChildTable] = Field(
        {}, description="Tables of elements that repeat within a record, by name; `table` of a stream picks one."
    )
    namespaces: dict[str, str] = Field(
        {}, description="Prefixes used in the paths. A name without a prefix is meant in any namespace."
    )
    condition: str | None = Field(
        None, min_length=1, description="An XPath condition on the record; others are not read: `Status != 'A'`."
    )
    schema_file: str | None = Field(
        None, alias="schema", description="An XSD file that the file must keep to; it is checked while it is read."
    )
    stated: dict[str, str] = Field(
        {},
        description="Where the file states its own `count` of rows, or the sum of a column: a path from the root.",
    )
    encoding: str | None = Field(
        None, description="The encoding, where the file declares none or another one than it is written in."
    )
    _folder: Path = PrivateAttr(default_factory=Path.cwd)

    def model_post_init(self, context: Any, /) -> None:
        """Remembers the folder that a relative path of the XSD file starts from."""
        folder = context.get("folder") if isinstance(context, Mapping) else None
        if isinstance(folder, Path):
            self._folder = folder

    @model_validator(mode="after")
    def _paths_are_paths(self) -> XmlFormat:
        self._check_record()
        for name, path in (self.fields or {}).items():
            self._check_field(name, path)
        for name, path in self.stated.items():
            if field_path(path, self.namespaces).up is not None:
                raise ValueError(f"stated: {name}: {path!r} must begin at the root: /Root/Element")
            if name != "count" and self.fields is not None and name not in self.fields:
                raise ValueError(f"stated: {name} is no column of `fields`")
        for name, child in self.children.items():
            self._check_child(name, child)
        return self

    def _check_record(self) -> None:
        if self.record is not None:
            record_path(self.record, self.namespaces)
        elif self.fields is not None or self.children:
            raise ValueError("`fields` and `children` need the path of the `record`")

    def _check_field(self, name: str, path: str) -> None:
        found = field_path(path, self.namespaces)
        if not name:
            raise ValueError(f"fields: the column of {path!r} has no name")
        if not found.inside and self.record is not None and self.record.startswith("//"):
            raise ValueError(f"fields: {name}: {path!r} leaves the record: state the record's whole path, not //")

    def _check_child(self, name: str, child: ChildTable) -> None:
        if record_path(child.record, self.namespaces).anywhere:
            raise ValueError(f"children: {name}: state the path from the record on, not //")
        for path in (child.fields or {}).values():
            field_path(path, self.namespaces)
        for kept in child.keep:
            if kept in (child.fields or {}):
                raise ValueError(f"children: {name}: {kept} is in `fields` and in `keep`")
            if self.fields is not None and kept not in self.fields:
                raise ValueError(f"children: {name}: {kept} of `keep` is no column of the record's `fields`")
            if self.fields is None:
                field_path(kept, self.namespaces)

    @property
    def schema_path(self) -> Path | None:
        """The XSD file."""
        return None if self.schema_file is None else self._folder / self.schema_file

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """The elements that repeat, by their paths, and the children that are stated."""
        from legacy_adapters.sources.files.xml.survey import tables

        return tables(self, path, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """The columns, all of them text."""
        from legacy_adapters.sources.files.xml.reader import schema_of

        return schema_of(self, path, table)

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """The rows. See ``Format.read``."""
        from legacy_adapters.sources.files.xml.reader import read

        return read(self, path, table, columns, after, most_rows)

    def totals(self, table: str | None) -> Sequence[str]:
        """The columns that the file states the sums of."""
        return () if table in self.children else tuple(name for name in self.stated if name != "count")

    def is_complete(self, path: Path) -> bool:
        """Whether the root element is closed at the file's end."""
        from legacy_adapters.sources.files.xml.completeness import is_complete

        return is_complete(self, path)
