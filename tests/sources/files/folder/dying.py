"""Runs a folder again and again in a process of its own, killed before its first change of the disk, its second, and so
on, each time followed by a run that is not. Prints how many kills there were.

Arguments: the folder to work in, and one for the archive, absolute or relative to the drop folder.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.folder import local_move
from legacy_adapters.sources.files.folder.settings import After, Complete
from tests.sources.files.folder.drops import AT, drop, opened, take, tree

CONTENTS = {"a.txt": b"one", "b.txt": b"two", "c.txt": b"old name, new content"}


def run(folder: Path, archive: str) -> None:
    """Everything that waits is taken and put away, and one of the files is bad."""
    after = After(archive=archive, quarantine="bad")
    with opened(folder, "*.txt", after=after, complete=Complete(trigger="{stem}.ok")) as found:
        for waiting in found.survey().waiting:
            with take(found, waiting) as taken:
                place = taken.place
            if waiting.name == "b.txt":
                found.quarantine(place, AT, "why\n")
            else:
                found.put_away(place, AT)


def killed_at(step: int, folder: Path, archive: str) -> bool:
    """Whether a run in a process of its own was killed before that change, or ended before it."""
    child = os.fork()
    if child == 0:
        steps = [0]

        def dying(change: Callable[..., Any]) -> Callable[..., Any]:
            def changed(*arguments: Any, **named: Any) -> Any:
                steps[0] += 1
                if steps[0] == step:
                    os._exit(9)
                return change(*arguments, **named)

            return changed

        for owner, name in (
            (Path, "rename"),
            (Path, "unlink"),
            (os, "fsync"),
            (os, "utime"),
            (local_move, "rename_new"),
        ):
            setattr(owner, name, dying(getattr(owner, name)))
        run(folder, archive)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def main(work: Path, archive: str) -> int:
    """The number of kills; fails where anything is lost, doubled or left over."""
    step, killed = 0, True
    while killed:
        step += 1
        folder = work / str(step)
        target = archive.format(step=step)
        for name, content in CONTENTS.items():
            drop(folder, name, content)
            drop(folder, name.replace(".txt", ".ok"), b"")
        drop(folder / target, "c.txt", b"earlier content")
        killed = killed_at(step, folder, target)
        run(folder, target)
        left = {name: content for name, content in tree(folder).items() if "/" not in name}
        assert left == {}, (step, left)
        kept = {**tree(folder / target), **tree(folder / "bad")}
        texts = sorted(content for name, content in kept.items() if name.endswith(".txt") and ".report" not in name)
        assert texts == sorted([*CONTENTS.values(), b"earlier content"]), (step, kept)
        assert sum(name.endswith(".ok") for name in kept) == 3, (step, kept)
        shutil.rmtree(folder / target)
        shutil.rmtree(folder)
    return step - 1


if __name__ == "__main__":
    sys.stdout.write(str(main(Path(sys.argv[1]), sys.argv[2])))
