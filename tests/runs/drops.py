"""A drop folder with a pipeline over it, for runs that go the whole way through the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from legacy_adapters.cli.main import run_command
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.books import Ended

HEADER = "LFD;BELEG;DATUM;KONTO;BETRAG;TEXT"

PIPELINE = """\
version: 1
name: drops
source:
  kind: files
  path: drop
  pattern: "BUCH*.TXT"
  company: NORD
  complete: {stable_for: 0s}
  after: {archive: done, quarantine: bad}
streams:
  gl:
    format: {kind: delimited, delimiter: ";", trailer: {starts_with: "S;", count: 2, totals: {BETRAG: 3}}}
    decimal: ","
    map:
      to: gl_line
      locale: {decimal: ",", thousands: ".", date: "%d.%m.%Y"}
      fields:
        ledger_entry_id: LFD
        transaction_id: BELEG
        transaction_date: DATUM
        account_id: KONTO
        amount: BETRAG
        currency_code: {const: EUR}
sink: {kind: file, path: "out/{entity}.csv", mode: append}
"""


@dataclass(frozen=True, slots=True)
class Drops:
    """A folder with ``drops.yaml``, and ``drop`` where files come in."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @classmethod
    def begin(cls, folder: Path, capture: pytest.CaptureFixture[str]) -> Drops:
        """Nothing has come yet."""
        drops = cls(folder, capture)
        drops.drop.mkdir()
        drops.describe()
        return drops

    @property
    def drop(self) -> Path:
        """Where files come in."""
        return self.folder / "drop"

    @property
    def pipeline(self) -> Path:
        """The pipeline file."""
        return self.folder / "drops.yaml"

    def describe(self, *changes: tuple[str, str]) -> None:
        """Writes the pipeline file, with some texts replaced."""
        text = PIPELINE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        self.pipeline.write_text(text, encoding="utf-8")

    def put(self, name: str, numbers: range, *, trailer: str | None = "", amount: str = "1,00", pad: int = 0) -> Path:
        """A file of postings; its trailer is right unless another one is given, or None for none. ``pad`` characters
        of text in each row make it larger."""
        rows = [f"{n};B{n};31.01.2026;1000;{amount};{'x' * pad}" for n in numbers]
        if trailer == "":
            trailer = f"S;{len(rows)};{len(rows)},00"
        path = self.drop / name
        path.write_text("\r\n".join([HEADER, *rows, *([] if trailer is None else [trailer])]) + "\r\n")
        return path

    def run(self, *options: str) -> Ended:
        """Runs the pipeline, and hands back its report as JSON."""
        self.capture.readouterr()
        code = run_command(["run", str(self.pipeline), "--json", *options])
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def delivered(self) -> list[str]:
        """The numbers of all postings in the output, in its order."""
        out = self.folder / "out" / "gl_line.csv"
        lines = out.read_text(encoding="utf-8").splitlines()[1:] if out.exists() else []
        return [line.split(",")[1] for line in lines]

    def lying(self) -> list[str]:
        """Every file below the drop folder."""
        found = (path for path in self.drop.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.drop).as_posix() for path in found)

    def ledger(self) -> Ledger:
        """Its state."""
        return Ledger.open(self.folder / ".legacy_adapters")
