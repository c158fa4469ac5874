"""Zip files are written anew, within limits."""

from __future__ import annotations

import io
import zipfile

import pytest

from legacy_adapters.sources.screen.evidence import archive
from legacy_adapters.sources.screen.evidence.archive import UNREADABLE, members, rewritten


def _zip(**files: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.comment = b"a secret comment"
        for name, data in files.items():
            new.writestr(name, data)
        new.mkdir("folder")
    made.seek(0)
    return made


def test_members_are_changed_and_left_out() -> None:
    """Each member is as the function gives it back; comments do not come along."""
    made = io.BytesIO()
    left_out = rewritten(_zip(a=b"one", b=b"two"), made, lambda name, data: data.upper() if name == "a" else None)
    assert left_out == ["b"]
    assert list(members(made)) == [("a", b"ONE")]
    assert b"secret" not in made.getvalue()


def test_the_same_content_gives_the_same_bytes() -> None:
    """No time is written."""
    one, two = io.BytesIO(), io.BytesIO()
    rewritten(_zip(a=b"one"), one, lambda _, data: data)
    rewritten(one, two, lambda _, data: data)
    assert one.getvalue() == two.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\3\4 nothing", b"no zip at all"])
def test_what_is_no_zip_file_is_told(data: bytes) -> None:
    """A damaged file is one of the errors that are named."""
    with pytest.raises(UNREADABLE):
        list(members(io.BytesIO(data)))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is not read, whatever the file promises."""
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    with pytest.raises(ValueError, match="more than 1000"):
        list(members(_zip(a=b"0" * 600, b=b"0" * 600)))
