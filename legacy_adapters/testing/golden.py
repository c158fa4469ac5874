"""Golden files in tests: every input of a folder that has one is extracted again and compared.

    @pytest.mark.parametrize("path", golden_inputs(Path(__file__).parent / "inputs"), ids=str)
    def test_inputs_give_what_was_recorded(path): verify_golden(path)

They are made by ``legacy-adapters golden record INPUT``, and looked at by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from legacy_adapters.runs.extract import Extraction
from legacy_adapters.runs.golden import EXPECTED, Golden


def golden_inputs(folder: Path) -> Sequence[Path]:
    """The inputs below a folder that have a golden file beside them, in the order of names."""
    found = (path.with_name(path.name.removesuffix(EXPECTED)) for path in folder.rglob(f"*{EXPECTED}"))
    return sorted(found)


def verify_golden(path: Path, *, table: str | None = None, mapping: Path | None = None) -> None:
    """Extracts an input again. Raises ``NotAsExpected`` where it gives something else than what was recorded."""
    Golden(Extraction(source=str(path), to="", table=table, mapping=mapping)).verify()
