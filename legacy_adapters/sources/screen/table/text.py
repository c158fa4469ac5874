"""Text in a ``pre`` or on a print screen: read as a file of the same form would be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.core.errors import BadPart, SourceChanged
from legacy_adapters.sources.files.faults import as_faults, valid
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.report.settings import ReportFormat

LINE = "line"
"""The column of text that is not taken apart."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text, the number of the line that each begins in, their faults, and what it states of itself."""

    rows: pa.RecordBatch
    numbers: tuple[int, ...]
    faults: pa.RecordBatch | None = None


def rows_of_text(text: str, how: FixedFormat | ReportFormat | None, where: str) -> TextRows:
    """The rows of a text; without ``how``, each of its lines in a column ``line``.

    Raises ``SourceChanged`` where the text is not what ``how`` says, or does not add up to the sums that it states.
    """
    text = valid(text)
    if how is None:
        lines = text.removesuffix("\n").split("\n") if text else []
        return TextRows(pa.record_batch([pa.array(lines, pa.string())], names=[LINE]), tuple(range(1, len(lines) + 1)))
    with TemporaryDirectory(prefix="legacy-adapters-") as folder:
        path = Path(folder) / "screen.txt"
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            return _read(path, how.model_copy(update={"encoding": "utf-8"}))
        except BadPart as error:
            raise SourceChanged(error.message, where=f"{where}, {error.where}".strip(", "), hint=error.hint) from None


def _read(path: Path, how: FixedFormat | ReportFormat) -> TextRows:
    pieces = list(how.read(path, None, None, None, BATCH_ROWS))
    table = pa.Table.from_batches([piece.rows for piece in pieces], how.schema(path, None)).combine_chunks()
    batch = table.to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], table.schema)
    numbers = [int(str(one).rpartition(" ")[2]) for piece in pieces for one in piece.origin.to_pylist()]
    faults = []
    first = 0
    for piece in pieces:
        if piece.faults is not None:
            faults += [
                (fault["row"] + first, fault["column"], fault["code"], fault["text"])
                for fault in piece.faults.to_pylist()
            ]
        first += piece.rows.num_rows
    return TextRows(batch, tuple(numbers), as_faults(faults))
