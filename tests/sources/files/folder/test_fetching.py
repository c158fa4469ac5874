"""Content brought to where it can be read."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.settings import Limits
from legacy_adapters.sources.files.folder.taken import Taken
from tests.sources.files.folder.drops import AT, drop, opened, take, tree
from tests.sources.files.folder.packed.test_decompress import PACK


def all_taken(folder: Path, **settings: object) -> dict[str, tuple[bytes | str, str]]:
    """What every file that waits holds, or what is wrong with it, and its hash."""
    found: dict[str, tuple[bytes | str, str]] = {}
    with opened(folder, **settings) as opened_folder:
        for waiting in opened_folder.survey().waiting:
            with take(opened_folder, waiting) as taken:
                found[waiting.name] = (_content(taken), taken.digest)
                taken.unchanged()
                opened_folder.put_away(taken.place, AT)
    return found


def _content(taken: Taken) -> bytes | str:
    try:
        return taken.path.read_bytes()
    except BadPart as error:
        return error.message


def sha(data: bytes) -> str:
    """The hash that a file of this content is known by."""
    return hashlib.sha256(data).hexdigest()


def tarred(*members: tuple[str, bytes], mode: str = "w") -> bytes:
    """An archive of these members."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as writer:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            writer.addfile(info, io.BytesIO(content))
    return data.getvalue()


@pytest.mark.parametrize("kind", sorted(PACK))
def test_a_compressed_file_is_known_by_what_it_holds(tmp_path: Path, kind: str) -> None:
    """The same file, packed and not, is the same content; it keeps its ending for formats that ask."""
    drop(tmp_path, f"a.txt.{kind}", PACK[kind](b"content"))  # type: ignore[index]
    drop(tmp_path, "b.txt", b"content")
    found = all_taken(tmp_path)
    assert list(found.values()) == [(b"content", sha(b"content"))] * 2
    assert sorted(tree(tmp_path)) == [f"done/2026/01/a.txt.{kind}", "done/2026/01/b.txt"]


@pytest.mark.parametrize("ending", ["tar", "tgz", "tar.bz2", "tar.xz"])
def test_members_of_tar_archives_are_read(tmp_path: Path, ending: str) -> None:
    """Each by itself; the archive is unpacked once."""
    mode = {"tar": "w", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}[ending]
    drop(tmp_path, f"m.{ending}", tarred(("a.txt", b"one"), ("in/b.txt", b"two" * 9999), mode=mode))
    assert all_taken(tmp_path) == {
        f"m.{ending}!a.txt": (b"one", sha(b"one")),
        f"m.{ending}!in/b.txt": (b"two" * 9999, sha(b"two" * 9999)),
    }
    assert list(tree(tmp_path)) == [f"done/2026/01/m.{ending}"]


def test_a_member_that_climbs_out_is_refused_alone(tmp_path: Path) -> None:
    """The others are read; nothing is written anywhere; two refused ones are not the same."""
    drop(tmp_path / "share", "m.tar", tarred(("../../evil", b"x"), ("/etc/evil", b"x"), ("good.txt", b"one")))
    found = all_taken(tmp_path / "share")
    assert found["m.tar!good.txt"] == (b"one", sha(b"one"))
    assert "climbs out" in str(found["m.tar!../../evil"][0])
    assert "absolute path" in str(found["m.tar!/etc/evil"][0])
    assert len({digest for _, digest in found.values()}) == 3
    assert list(tree(tmp_path)) == ["share/done/2026/01/m.tar"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """Before it fills the disk; in an archive only its member is."""
    limits = Limits(unpacked=1_000_000)
    drop(tmp_path, "a.gz", gzip.compress(bytes(5_000_000)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("big.txt", bytes(5_000_000))
        writer.writestr("small.txt", b"one")
    drop(tmp_path, "b.zip", data.getvalue())
    drop(tmp_path, "c.tgz", tarred(("big.txt", bytes(5_000_000)), mode="w:gz"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = all_taken(tmp_path, scratch=scratch, limits=limits, pattern="*.*")
    for name in ("a.gz", "b.zip!big.txt", "c.tgz"):
        assert "unpacks to more than 1,000,000 bytes" in str(found[name][0])
    assert found["b.zip!small.txt"][0] == b"one"


def test_a_zip_bomb_of_the_highest_ratio_is_refused(tmp_path: Path) -> None:
    """Whatever size is allowed."""
    drop(tmp_path, "a.gz", gzip.compress(bytes(80_000_000)))
    assert "300 times its size" in str(all_taken(tmp_path)["a.gz"][0])


def test_an_archive_within_an_archive_is_told(tmp_path: Path) -> None:
    """Not read as if it were a table."""
    drop(tmp_path, "m.tar", tarred(("inner.zip", b"PK")))
    assert "archive within an archive" in str(all_taken(tmp_path)["m.tar!inner.zip"][0])


def test_a_damaged_compressed_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    """So that it is not put in quarantine again tomorrow as a new one."""
    data = gzip.compress(b"content" * 1000)[:-5]
    drop(tmp_path, "a.gz", data)
    content, digest = all_taken(tmp_path)["a.gz"]
    assert "compressed file" in str(content)
    assert digest == sha(data)
