"""Files are taken one by one, each whole or not at all, however often and wherever the process dies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.core.checkpoint import ReturnPoint
from legacy_adapters.core.errors import PartChanged, TooManyRejects, TotalsDiffer
from legacy_adapters.core.protocols import Mapper, Token
from legacy_adapters.runs.engine import Engine
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.output import Output
from legacy_adapters.runs.pace import RejectLimit
from legacy_adapters.runs.pieces.memory import RunMemory
from legacy_adapters.runs.pieces.partwise import Partwise
from legacy_adapters.runs.saving import Saving
from legacy_adapters.runs.standing import Standing
from tests.runs.company import Always, Disk, Killed, Lines, by_remainder, two_records
from tests.runs.piece_samples import NumbersFile, pieces

NOW = datetime(2026, 1, 31, tzinfo=UTC)


class Steps:
    """Counts the moments at which a process can die, and dies at one of them."""

    def __init__(self, die_at: int | None = None) -> None:
        self.die_at, self.done = die_at, 0

    def __call__(self) -> None:
        self.done += 1
        if self.done == self.die_at:
            raise Killed


class FragileLines(Lines):
    def __init__(self, disk: Disk, token: str | None, steps: Steps) -> None:
        steps()
        super().__init__(disk, token)
        steps()
        self._steps = steps

    def commit(self) -> str:
        self._steps()
        token = super().commit()
        self._steps()
        return token


class FragileSaving(Saving):
    """Dies before or behind a transaction of the ledger."""

    def __init__(self, ledger: Ledger, run: Run, steps: Steps) -> None:
        super().__init__(ledger, run)
        object.__setattr__(self, "steps", steps)

    def __call__(self, standing: Standing, token: Token, stages: Mapping[str, Token]) -> None:
        self.steps()  # type: ignore[attr-defined]
        super().__call__(standing, token, stages)
        self.steps()  # type: ignore[attr-defined]

    def go_back(self, standing: Standing, point: ReturnPoint) -> None:
        self.steps()  # type: ignore[attr-defined]
        super().go_back(standing, point)
        self.steps()  # type: ignore[attr-defined]


@dataclass
class Company:
    """One ledger and one disk, over any number of starts of the process."""

    folder: Path
    disk: Disk
    mapper: Mapper = by_remainder

    def start(self, files: Sequence[NumbersFile], steps: Steps, streams: Sequence[str] = ("gl",)) -> Run:
        """Goes on with what was interrupted, or begins; finishes unless it dies."""
        with Ledger.open(self.folder) as ledger:
            unfinished = ledger.runs.unfinished("p")
            run = ledger.runs.rewind(unfinished) if unfinished else ledger.runs.begin("p", "f", {}, NOW)
            standing = Standing.of(run.checkpoint) if run.checkpoint else Standing()
            saved = run.checkpoint.stages["duplicates"] if run.checkpoint else None
            token = run.checkpoint.token if run.checkpoint else None
            output = Output(lambda at: FragileLines(self.disk, at, steps), token)
            saving = FragileSaving(ledger, run, steps)
            duplicates = Duplicates(self.folder / run.id, ["t"], saved)
            engine = Engine((), {"duplicates": duplicates}, output, saving, Always(), saving.ahead)
            partwise = Partwise(engine, output, saving.go_back, ledger.rejects, run, RejectLimit(0.1, 2))
            partwise.take(pieces(files, RunMemory(ledger.parts, run, standing), streams, self.mapper), standing)
            output.publish()
            self.standing = standing
            ledger.runs.finish(run, "finished", "{}", "token", 0)
            return run

    def outcomes(self, run: Run) -> list[tuple[str, str, str]]:
        """What became of each file for each stream."""
        with Ledger.open(self.folder) as ledger:
            return [(part.stream, part.name, part.outcome) for part in ledger.parts.of_run(run.ordinal)]

    def rejects(self) -> list[tuple[str, str]]:
        """Origins and codes of the rejects of the last run."""
        with Ledger.open(self.folder) as ledger:
            return [(k.reject.origin, k.reject.reasons[0].code) for k in ledger.rejects.list("p")]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path, Disk())


def keys(company: Company) -> list[str]:
    assert company.disk.visible is not None
    return [key.rpartition(":")[2] for key, _ in company.disk.visible]


def test_a_broken_file_is_set_aside_whole_and_the_others_go_on(company: Company) -> None:
    """Nothing of it is delivered, neither records nor rejects of rows; it counts as one reject."""
    files = [NumbersFile("a", [1, 2]), NumbersFile("b", [4, 5, 7, 8], broken_after=2), NumbersFile("c", [11, 13])]
    run = company.start(files, Steps())
    assert keys(company) == ["1", "2", "11", "13"]
    assert company.outcomes(run) == [("gl", "a.txt", "taken"), ("gl", "b.txt", "set aside"), ("gl", "c.txt", "taken")]
    assert company.rejects() == [("b.txt (b)", "unreadable_part")]
    rows = company.standing.tally("gl").rows
    assert (rows.read, rows.taken, rows.rejected, rows.balanced) == (5, 4, 1, True)
    assert [sequence for _, sequence in company.disk.lines] == [0, 1, 2, 3]


def test_the_report_beside_a_broken_file_names_what_was_wrong_with_its_rows(company: Company) -> None:
    """The error first, then the rejects that it had by then."""
    run = company.start([NumbersFile("b", [4, 5], broken_after=1)], Steps())
    with Ledger.open(company.folder) as ledger:
        (part,) = ledger.parts.of_run(run.ordinal)
    assert part.detail == "line 7: is broken\nb row 5: t.amount: not a number in the stated notation ('5')"


def test_a_file_that_one_stream_cannot_read_is_not_taken_for_the_others(company: Company) -> None:
    """What the first stream delivered of it is taken back."""
    run = company.start([NumbersFile("a", [1, 2, 4], broken_after=5)], Steps(), streams=("heads", "lines"))
    assert keys(company) == []
    assert {outcome for _, _, outcome in company.outcomes(run)} == {"set aside"}


def test_keys_of_a_broken_file_may_come_again(company: Company) -> None:
    """They were not delivered: the file that has them again is no duplicate."""
    company.start([NumbersFile("a", [1, 2], broken_after=1), NumbersFile("b", [1, 2])], Steps())
    assert keys(company) == ["1", "2"]
    assert company.rejects() == [("a.txt (a)", "unreadable_part")]


def test_a_file_that_changed_while_it_was_read_is_left_alone(company: Company) -> None:
    """It is no reject, and the next run takes it."""
    changed = NumbersFile("a", [1, 2], broken_after=1, error=PartChanged("grew while it was read"))
    run = company.start([changed, NumbersFile("b", [4])], Steps())
    assert company.outcomes(run) == [("gl", "a.txt", "left alone"), ("gl", "b.txt", "taken")]
    assert company.rejects() == []
    company.start([NumbersFile("a", [1, 2]), NumbersFile("b", [4])], Steps())
    assert keys(company) == ["1", "2"]


@pytest.mark.parametrize("error", [TotalsDiffer("the sums differ"), TooManyRejects("half of it")])
def test_totals_and_too_many_rejects_set_a_file_aside_too(error: Exception, company: Company) -> None:
    """Whatever it is that says so."""
    run = company.start([NumbersFile("a", [1], broken_after=1, error=error)], Steps())  # type: ignore[arg-type]
    assert company.outcomes(run) == [("gl", "a.txt", "set aside")]


def test_what_an_earlier_run_took_is_not_taken_again(company: Company) -> None:
    """What it set aside is tried again: the pipeline may have been mended."""
    files = [NumbersFile("a", [1]), NumbersFile("b", [2], broken_after=1)]
    company.start(files, Steps())
    run = company.start([NumbersFile("a", [1]), NumbersFile("b", [2])], Steps())
    assert company.outcomes(run) == [("gl", "b.txt", "taken")]


def test_a_file_that_comes_in_between_does_not_mix_with_the_one_that_was_being_read(company: Company) -> None:
    """What had been read of that one is forgotten first."""
    b = NumbersFile("b", [2, 4, 7, 8, 11])
    with pytest.raises(Killed):
        company.start([b], Steps(9))
    company.start([NumbersFile("a", [1]), b], Steps())
    assert keys(company) == ["1", "2", "4", "7", "8", "11"]


def test_a_file_that_went_away_in_between_leaves_nothing(company: Company) -> None:
    """Half a file is never published."""
    with pytest.raises(Killed):
        company.start([NumbersFile("b", [2, 4, 7, 8, 11])], Steps(9))
    company.start([], Steps())
    assert keys(company) == []


NUMBERS = st.lists(st.integers(1, 60), max_size=7)
FILES = st.lists(st.tuples(NUMBERS, st.none() | st.integers(0, 3), st.none() | st.just(1)), max_size=6)


@settings(max_examples=60)
@given(made=FILES, deaths=st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_killed_anywhere_and_started_again_it_ends_the_same(
    made: list[tuple[list[int], int | None, int | None]], deaths: list[float]
) -> None:
    """Same lines, same rejects, same outcomes, same balance."""
    files = [NumbersFile(f"f{i}", numbers, broken, size=size) for i, (numbers, broken, size) in enumerate(made)]
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        calm, steps = Company(Path(one), Disk()), Steps()
        undisturbed = calm.start(files, steps)
        shaken = Company(Path(other), Disk())
        run = None
        for death in deaths:
            try:
                run = shaken.start(files, Steps(1 + int(death * steps.done)))
                break
            except Killed:
                continue
        run = run or shaken.start(files, Steps())
        assert shaken.disk.visible == calm.disk.visible
        assert shaken.rejects() == calm.rejects()
        assert shaken.outcomes(run) == calm.outcomes(undisturbed)
        assert shaken.standing.tallies == calm.standing.tallies


def test_small_files_that_had_to_be_taken_each_by_itself_are_so_after_a_kill(tmp_path: Path) -> None:
    """The same batches in the same order, wherever it came: a kill shows in no output."""
    files = [NumbersFile("a", [35, 1], size=1), NumbersFile("b", [2, 2, 15], size=1)]
    files.append(NumbersFile("c", [4, 7], size=1))
    calm, steps = Company(tmp_path / "calm", Disk(), two_records), Steps()
    calm.start(files, steps)
    for death in range(1, steps.done + 1):
        shaken = Company(tmp_path / str(death), Disk(), two_records)
        with pytest.raises(Killed):
            shaken.start(files, Steps(death))
        shaken.start(files, Steps())
        assert shaken.disk.visible == calm.disk.visible
        assert shaken.rejects() == calm.rejects()


@settings(max_examples=40)
@given(made=FILES)
def test_small_files_taken_together_give_what_each_by_itself_gives(
    made: list[tuple[list[int], int | None, int | None]],
) -> None:
    """Same lines, rejects, outcomes and balance, also where one of them has too many rejects or is broken."""
    found = []
    for size in (None, 1):
        files = [NumbersFile(f"f{i}", numbers, broken, size=size) for i, (numbers, broken, _) in enumerate(made)]
        with TemporaryDirectory() as folder:
            company = Company(Path(folder), Disk())
            run = company.start(files, Steps())
            found.append((company.disk.visible, company.rejects(), company.outcomes(run), company.standing.tallies))
    assert found[0] == found[1]
