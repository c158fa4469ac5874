"""The sample company's web application in a process of its own, which tells when its pages were asked for.

``python -m benchmarks.screen_site DELAY_MS`` prints its address, and for each line that it reads a line of JSON: the
number of requests for pages since the last one, and the seconds from the first of them to the last.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final, cast

ROWS: Final = 100
"""Rows on a page of /bench/pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """The application while it is served."""

    url: str
    to: IO[str]
    back: IO[str]

    def asked(self) -> tuple[int, float]:
        """How many pages were asked for since this was last called, and the seconds from the first to the last."""
        self.to.write("\n")
        self.to.flush()
        count, seconds = json.loads(self.back.readline())
        return count, seconds


@contextmanager
def served(delay_ms: int = 0) -> Iterator[Site]:
    """The application; each of its answers is late by ``delay_ms``."""
    command = [sys.executable, "-m", "benchmarks.screen_site", str(delay_ms)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        to, back = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
        try:
            yield Site(back.readline().strip(), to, back)
        finally:
            to.close()
            process.wait(30)


def row(number: int, columns: int = 10) -> list[str]:
    """What stands in a row of /bench/, as it is shown: the same as the application's own truth, without its books."""
    amounts = (f"{number * column:,}".replace(",", ".") + ",01" for column in range(2, columns))
    return [f"{number:06d}", f"Line {number}", *amounts][:columns]


def main(delay_ms: int) -> None:
    """Serves until its input ends."""
    from tests.fixtures.nordhandel import load_build_script

    with load_build_script().serve(delay_ms=delay_ms) as site:
        server: Any = sys.modules["nordhandel_company.web.server"]
        answered, times = server.answer, list[float]()

        def answer(application: Any, request: Any) -> Any:
            if request.path.startswith("/bench/"):
                times.append(time.perf_counter())
            return answered(application, request)

        server.answer = answer
        print(site.url, flush=True)
        for _ in sys.stdin:
            # Whoever reads the answer may ask for a page before another line is run here.
            seen, times[:] = times[:], []
            print(json.dumps([len(seen), seen[-1] - seen[0] if seen else 0.0]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
