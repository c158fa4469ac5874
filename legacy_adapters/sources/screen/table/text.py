"""Text in a ``pre`` or on a print screen: read as a file of the same form would be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.core.errors import BadPart, SourceChanged
from legacy_adapters.sources.files.faults import Fault, as_faults, valid
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.report.settings import ReportFormat
from legacy_adapters.sources.files.stated import Proof

LINE = "line"
"""The column of text that is not taken apart."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text, the line that each begins in (from 1; of fixed records its number), and their faults."""

    rows: pa.RecordBatch
    numbers: tuple[int, ...]
    faults: pa.RecordBatch | None = None


def rows_of_text(text: str, how: FixedFormat | ReportFormat | None, where: str) -> TextRows:
    """The rows of a text; without ``how``, each of its lines in a column ``line``.

    What the text states of itself is compared with its rows: each page is a report of its own. Raises
    ``SourceChanged`` where the text is not what ``how`` says, or its sums are not those of its rows.
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
            place = ", ".join(filter(None, (where, error.where)))
            raise SourceChanged(error.message, where=place, hint="Look at the page: `text` does not fit it.") from None


def _read(path: Path, how: FixedFormat | ReportFormat) -> TextRows:
    proof = Proof.of(how.totals(None), how.decimal if isinstance(how, ReportFormat) else ".", {})
    pieces: list[pa.RecordBatch] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    for piece in how.read(path, None, None, None, BATCH_ROWS):
        if piece.faults is not None:
            faults += [
                (len(numbers) + row, *rest) for row, *rest in zip(*piece.faults.to_pydict().values(), strict=True)
            ]
        numbers += [int(str(origin).rpartition(" ")[2]) for origin in piece.origin.to_pylist()]
        pieces.append(piece.rows)
        proof.add(piece)
    proof.check("")
    table = pa.Table.from_batches(pieces, how.schema(path, None)).combine_chunks()
    batch = table.to_batches()[0] if numbers else pa.RecordBatch.from_pylist([], table.schema)
    return TextRows(batch, tuple(numbers), as_faults(faults))
