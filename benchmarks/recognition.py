"""How many real delimited files are recognised as a person sees them, by us and by others: ``python -m
benchmarks.recognition``. Others are given the text rightly decoded, and have to find the fields and the header only."""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import describe
from benchmarks.recognition_truth import ROOT, Seen, Truth, disagreements, load_truth
from benchmarks.table import replace_section
from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import HEAD_BYTES, Recognised
from legacy_adapters.sources.files.recognise import recognise

PAGE: Final = ROOT / "docs" / "sources" / "files" / "recognition.md"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another way to find out: ``guess`` gives the dialect of a text and whether it has a header, None for no table."""

    name: str
    guess: Callable[[str], tuple[Dialect, bool] | None]


@dataclass(slots=True)
class Score:
    """What one of them made of all files. ``seconds`` of each file; ``wrong`` with what was not as a person says."""

    name: str
    fields: int = 0
    header: int = 0
    everything: int | None = None
    refused: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)


def sniffer(text: str) -> tuple[Dialect, bool] | None:
    """The standard library's ``csv.Sniffer``."""
    try:
        found = csv.Sniffer().sniff(text)
        header = csv.Sniffer().has_header(text)
    except csv.Error:
        return None
    return Dialect(found.delimiter, found.quotechar, found.escapechar, found.skipinitialspace), header


def clevercsv(text: str) -> tuple[Dialect, bool] | None:
    """CleverCSV, as its own command uses it."""
    package: Any = import_module("clevercsv")
    found = package.Detector().detect(text)
    if found is None:
        return None
    try:
        header = bool(package.Detector().has_header(text))
    except (package.exceptions.Error, package.exceptions.NoDetectionResult, csv.Error, IndexError):
        header = False
    return Dialect(found.delimiter or "\x00", found.quotechar or None, found.escapechar or None), header


def peers() -> list[Peer]:
    """Those that are installed."""
    found = [Peer("csv.Sniffer", sniffer)]
    return [*found, Peer("CleverCSV", clevercsv)] if find_spec("clevercsv") else found


def score_ourselves(truth: Truth) -> Score:
    """What ``recognise`` makes of the files, and whether all of it is as a person says, down to the rows read."""
    score = Score("legacy-adapters", everything=0)
    for seen in truth.delimited:
        start = time.perf_counter()
        found = _recognised(seen.path)
        score.seconds.append(time.perf_counter() - start)
        wrong = ["no table"] if found is None else disagreements(seen, found.settings)
        score.fields += not {"no table", "dialect", "code page"} & set(wrong)
        score.header += not {"no table", "dialect", "code page", "header"} & set(wrong)
        score.everything = (score.everything or 0) + (not wrong)
        if wrong:
            score.wrong[seen.path.name] = wrong
    score.refused = sum(1 for path in truth.others if not _is_delimited(_recognised(path)))
    return score


def _is_delimited(found: Recognised | None) -> bool:
    """Whether it was taken for a delimited table; other formats may know what it is."""
    return found is not None and isinstance(found.settings, DelimitedFormat)


def _recognised(path: Path) -> Recognised | None:
    try:
        return recognise(path)
    except BadPart:
        return None


def score_peer(peer: Peer, truth: Truth) -> Score:
    """What another one makes of them."""
    score = Score(peer.name)
    for seen in truth.delimited:
        text = seen.text()[:HEAD_BYTES]
        start = time.perf_counter()
        found = peer.guess(text)
        score.seconds.append(time.perf_counter() - start)
        fields = _same_fields(seen, found)
        score.fields += fields
        score.header += fields and found is not None and found[1] == seen.header
        if not fields:
            score.wrong[seen.path.name] = ["dialect"]
    score.refused = sum(1 for path in truth.others if peer.guess(_any_text(path)) is None)
    return score


def _same_fields(seen: Seen, found: tuple[Dialect, bool] | None) -> bool:
    if found is None:
        return seen.delimiter is None
    return seen.cells(found[0]) == seen.cells()


def _any_text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES).decode("utf-8", "replace").replace("\x00", "")


def table(scores: Sequence[Score], truth: Truth) -> str:
    """The scores as Markdown."""
    files, others = len(truth.delimited), len(truth.others)
    lines = [
        f"{files} delimited files, {others} other files of the same collections. {describe()}.",
        "",
        "| | fields as a person says | header too | everything, to the number of rows | others not taken for one "
        "| ms a file: median, longest |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in scores:
        everything = "" if one.everything is None else str(one.everything)
        times = f"{statistics.median(one.seconds) * 1000:.1f}, {max(one.seconds) * 1000:.0f}"
        lines.append(f"| {one.name} | {one.fields} | {one.header} | {everything} | {one.refused} | {times} |")
    return "\n".join(lines)


def main() -> int:
    """0 where more is recognised than by each of the others."""
    truth = load_truth()
    missing = [seen.path for seen in truth.delimited if not seen.path.exists()]
    if missing:
        print(f"{len(missing)} files are not here, such as {missing[0]}: see LEGACY_ADAPTERS_REALDATA", file=sys.stderr)
        return 1
    ours = score_ourselves(truth)
    scores = [ours, *(score_peer(peer, truth) for peer in peers())]
    text = table(scores, truth)
    print(text)
    for one in scores:
        print(f"\n{one.name}: {len(one.wrong)} files not as a person says", file=sys.stderr)
        for name, wrong in one.wrong.items():
            print(f"  {name}: {', '.join(wrong)}", file=sys.stderr)
    if len(scores) > len(peers()) and find_spec("clevercsv") and PAGE.exists():
        replace_section(PAGE, "recognition", text)
    return 0 if all(ours.fields > one.fields for one in scores[1:]) else 1


if __name__ == "__main__":
    sys.exit(main())
