"""What was measured, as Markdown: one row per variant, one per target; and where it goes in the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Series
from benchmarks.variants import STDLIB, Variant


@dataclass(frozen=True, slots=True)
class Target:
    """A promise about speed or memory: what is wanted and what was measured (None: not in this run)."""

    what: str
    limit: float
    measured: float | None
    form: str = "{:.2f}"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is kept; what was not measured is not."""
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def cells(self) -> list[str]:
        """The target, the wish, the figure, and whether it is met."""
        wish = f"{'≥' if self.at_least else '≤'} {self.form.format(self.limit)}"
        if self.measured is None:
            return [self.what, wish, "not measured", ""]
        return [self.what, wish, self.form.format(self.measured), "met" if self.met else "**not met**"]


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its text columns on the left: the first and the last."""
    inner = ["---:"] * (len(header) - 2)
    lines = [list(header), ["---", *inner, "---"], *(list(row) for row in rows)]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a table of variants is about: the way that all of them go, and the one that ratios are to."""

    way: str
    base: str
    base_title: str


SQLITE = Comparison("SQLite → CSV", STDLIB, "standard library")


def variants_table(
    variants: Sequence[Variant], series: Mapping[str, Series], rows: int, about: Comparison = SQLITE
) -> str:
    """Ratios first, then medians, in the order of the ratios; what failed or is not installed comes last."""
    header = [
        about.way,
        f"× {about.base_title}",
        "s",
        "fastest–slowest",
        "CPU s",
        "peak MB",
        "rows/s",
        "what it does",
    ]
    base = series.get(about.base, Series())
    measured = sorted(
        (v for v in variants if v.name in series and not series[v.name].failure),
        key=lambda variant: series[variant.name].median(lambda sample: sample.wall),
    )
    lines = [_measured(variant, series[variant.name], base, rows) for variant in measured]
    failed = [(v, series[v.name].failure) for v in variants if v.name in series and series[v.name].failure]
    lines += [[v.title, *[""] * 6, f"**failed**: {str(why)[:200]}"] for v, why in failed]
    lines += [[v.title, *[""] * 6, f"not installed here: {v.missing()}"] for v in variants if v.missing()]
    return markdown(header, lines)


def _measured(variant: Variant, series: Series, base: Series, rows: int) -> list[str]:
    wall = series.median(lambda sample: sample.wall)
    fastest, slowest = series.span()
    ratio = "" if base.failure or not base.by_round else f"{series.ratio(base):.2f}"
    cpu = series.median(lambda sample: sample.cpu)
    span = f"{fastest:.2f}–{slowest:.2f}"
    return [
        variant.title,
        ratio,
        f"{wall:.2f}",
        span,
        f"{cpu:.2f}",
        f"{series.peak():.0f}",
        f"{rows / wall:,.0f}",
        variant.note,
    ]


def targets_table(targets: Sequence[Target]) -> str:
    """One row per target."""
    return markdown(["target", "wanted", "measured", ""], [target.cells() for target in targets])


def replace_section(page: Path, name: str, text: str) -> None:
    """Puts ``text`` between the page's markers of that name. Raises ``ValueError`` where there are none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, opened, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (opened and closed):
        raise ValueError(f"{page.name} has no section {begin} … {end}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
