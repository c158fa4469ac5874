"""Years and dates that were filled in become parameters; so does whoever logged in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from legacy_adapters.sources.screen.drafting.actions import Act

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}([./-])\d{1,2}\2\d{1,2}")
_SETTING: Final = frozenset({"fill", "choose"})


@dataclass(frozen=True, slots=True)
class Parameters:
    """``of`` has the name of the parameter that an act fills in, by the act's number; ``defaults`` what was filled."""

    of: Mapping[int, str]
    defaults: Mapping[str, str]

    @classmethod
    def found_in(cls, acts: Iterable[Act]) -> Self:
        """The years and dates among what was filled in: ``year``, ``from`` and ``to``, or ``date`` for one alone."""
        setting = [act for act in acts if act.kind in _SETTING]
        years = [act for act in setting if _YEAR.fullmatch(act.text)]
        dates = [act for act in setting if _DATE.fullmatch(act.text)]
        names = dict(zip((act.number for act in years), _numbered("year", len(years)), strict=True))
        if len(dates) == 2:
            names |= {dates[0].number: "from", dates[1].number: "to"}
        else:
            names |= dict(zip((act.number for act in dates), _numbered("date", len(dates)), strict=True))
        return cls(names, {names[act.number]: act.text for act in setting if act.number in names})


def variable(url: str) -> str:
    """A name for the environment variable of an application's password: ``LEDGER_PASSWORD``."""
    host = urlsplit(url).hostname or ""
    first = re.sub(r"\W", "_", host.removeprefix("www.").partition(".")[0]).upper()
    return f"{first if first[:1].isalpha() else 'SCREEN'}_PASSWORD"


def _numbered(name: str, count: int) -> list[str]:
    return [name if number == 1 else f"{name}{number}" for number in range(1, count + 1)]
