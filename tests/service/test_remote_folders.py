"""Drop folders on real servers: each rule of a local folder holds on SFTP, on a Windows share and in a bucket."""

from __future__ import annotations

import getpass
import gzip
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import smbclient

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, OutputError, PartChanged, Unavailable
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left
from tests.service.remote_drops import Bucket, RemoteDrop, SharedFolder
from tests.service.s3_server import SECRET, S3Server
from tests.service.sftp_server import SftpServer
from tests.service.smb_server import PASSWORD, SmbServer
from tests.sources.files.folder.drops import AT, names, only, opened, refusal, take

KINDS = ["sftp", "smb", "s3"]


def _sftp(server: SftpServer) -> SharedFolder:
    folder = server.folder / f"drops-{uuid4().hex}"
    folder.mkdir()
    return SharedFolder(folder, server.url(folder), server.options)


def _smb(server: SmbServer) -> SharedFolder:
    folder = server.share / f"drops-{uuid4().hex}"
    folder.mkdir()
    return SharedFolder(folder, server.url(folder.name), {"timeout": "20"})


def _s3(server: S3Server) -> Bucket:
    bucket = server.bucket(f"drops-{uuid4().hex}")
    return Bucket(server.client(), bucket, "in", server.url(bucket, "in"), server.options)


@pytest.fixture(params=KINDS)
def remote(request: pytest.FixtureRequest) -> RemoteDrop:
    """A folder on each kind of server."""
    server: Any = request.getfixturevalue(f"{request.param}_server")
    makers: dict[str, Any] = {"sftp": _sftp, "smb": _smb, "s3": _s3}
    found: RemoteDrop = makers[request.param](server)
    return found


def connected(remote: RemoteDrop, pattern: str = "**/*.TXT", **settings: Any) -> AbstractContextManager[DropFolder]:
    """The folder as a runner sees it."""
    return opened(remote.url, pattern, options=remote.options, **settings)


def test_files_are_taken_and_put_away(remote: RemoteDrop) -> None:
    """Read here, claimed there, in the archive at the end, twice the same."""
    remote.drop("BUCH 1 [ä].TXT", b"one")
    remote.drop("sub/BUCH2.TXT", b"two" * 100_000)
    with connected(remote) as folder:
        survey = folder.survey()
        assert names(survey) == ["BUCH 1 [ä].TXT", "sub/BUCH2.TXT"]
        for waiting, content in zip(survey.waiting, (b"one", b"two" * 100_000), strict=True):
            with take(folder, waiting) as taken:
                assert taken.path.read_bytes() == content
                taken.unchanged()
            assert not taken.path.exists()
            went = folder.put_away(taken.place, AT)
            assert went == folder.put_away(taken.place, AT)
        assert names(folder.survey()) == []
    assert remote.tree() == {
        "done/2026/01/BUCH 1 [ä].TXT": b"one",
        "done/2026/01/sub/BUCH2.TXT": b"two" * 100_000,
    }


def test_no_secret_is_shown(remote: RemoteDrop) -> None:
    """Neither user nor password, wherever a URL is."""
    remote.drop("BUCH.TXT", b"one")
    with connected(remote) as folder:
        waiting = only(folder.survey())
        with take(folder, waiting) as taken:
            shown = f"{waiting!r} {taken!r} {folder.put_away(taken.place, AT)}"
    assert "@" not in waiting.shown
    assert not [secret for secret in (SECRET, PASSWORD) if secret in shown]


def test_a_bad_file_goes_to_quarantine(remote: RemoteDrop) -> None:
    """With its report, once."""
    remote.drop("BUCH.TXT", b"one")
    with connected(remote) as folder:
        with take(folder, only(folder.survey())) as taken:
            pass
        for _ in range(2):
            folder.quarantine(taken.place, AT, "why\n")
    assert remote.tree() == {"bad/BUCH.TXT": b"one", "bad/BUCH.TXT.report.txt": b"why\n"}


def test_nothing_is_overwritten(remote: RemoteDrop) -> None:
    """The same content is kept once, another gets a name of its own."""
    remote.drop("done/2026/01/BUCH.TXT", b"one")
    with connected(remote) as folder:
        for content in (b"one", b"two"):
            remote.drop("BUCH.TXT", content)
            with take(folder, only(folder.survey())) as taken:
                pass
            folder.put_away(taken.place, AT)
    assert remote.tree() == {"done/2026/01/BUCH.TXT": b"one", "done/2026/01/BUCH-3fc4ccfe.TXT": b"two"}


def test_a_claim_is_taken_up_or_given_back(remote: RemoteDrop) -> None:
    """By its owner; another runner sees whose it is."""
    remote.drop("BUCH.TXT", b"one")
    with connected(remote) as folder, take(folder, only(folder.survey())) as taken:
        pass
    with connected(remote, owner="them") as other:
        (left,) = other.survey().left
        assert "claimed by the runner us" in left.reason
    with connected(remote) as folder:
        assert only(folder.survey()).claimed
        folder.release(taken.place)
    assert remote.tree() == {"BUCH.TXT": b"one"}


def _run(remote: RemoteDrop, owner: str, start: threading.Barrier, got: list[bytes]) -> None:
    with connected(remote, owner=owner) as folder:
        waiting = folder.survey().waiting
        start.wait()
        for one in waiting:
            taken = folder.take(one)
            if not isinstance(taken, Left):
                with taken:
                    got.append(taken.path.read_bytes())


def test_two_runners_share_a_folder(remote: RemoteDrop) -> None:
    """Each file is taken by exactly one of three that begin at once."""
    for number in range(12):
        remote.drop(f"BUCH{number}.TXT", str(number).encode())
    got: list[bytes] = []
    start = threading.Barrier(3)
    threads = [threading.Thread(target=_run, args=(remote, f"r{n}", start, got)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(content) for content in got) == list(range(12))


def test_a_file_that_changes_is_noticed(remote: RemoteDrop) -> None:
    """Between the look and the take, and while it is read."""
    remote.drop("BUCH.TXT", b"one")
    with connected(remote, owner=None) as folder:
        waiting = only(folder.survey())
        remote.drop("BUCH.TXT", b"longer")
        assert "changed since" in refusal(folder, waiting)
        with take(folder, only(folder.survey())) as taken:
            remote.drop("BUCH.TXT", b"longer still")
            with pytest.raises(PartChanged, match="while it was read"):
                taken.unchanged()


def test_packed_files_are_read(remote: RemoteDrop) -> None:
    """The directory of a zip archive from afar, the members when they are taken."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("A.TXT", b"one")
        archive.writestr("../B.TXT", b"two")
    remote.drop("m.zip", data.getvalue())
    remote.drop("C.TXT.gz", gzip.compress(b"three"))
    found: list[bytes | None] = []
    with connected(remote, "*") as folder:
        for waiting in folder.survey().waiting:
            with take(folder, waiting) as taken:
                found.append(None if taken.fault else taken.path.read_bytes())
            folder.put_away(taken.place, AT)
    assert found == [b"three", None, b"one"]
    assert sorted(remote.tree()) == ["done/2026/01/C.TXT.gz", "done/2026/01/m.zip"]


def test_waiting_looks_again(remote: RemoteDrop) -> None:
    """And ends with its time."""
    with connected(remote) as folder:
        folder.wait(0.2, threading.Event())
        assert folder.survey().waiting == ()


def failure(url: str, options: dict[str, str], kind: type[LegacyAdaptersError]) -> LegacyAdaptersError:
    """How a folder that cannot be opened is told."""
    with pytest.raises(kind) as raised, opened(url, options=options):
        pass
    return raised.value


def test_a_folder_that_is_not_there_is_told(
    sftp_server: SftpServer, smb_server: SmbServer, s3_server: S3Server
) -> None:
    """On each of them, in the same words."""
    for url, options in (
        (sftp_server.url(Path("/nowhere")), sftp_server.options),
        (smb_server.url("nowhere"), {}),
        (smb_server.url("", share="nowhere"), {}),
        (s3_server.url(f"b{uuid4().hex}", "x"), s3_server.options),
    ):
        assert failure(url, options, Unavailable).message == "there is no such folder"


def test_a_stranger_is_refused(sftp_server: SftpServer) -> None:
    """By its key; the server by its own, where that is not known or another one."""
    url = sftp_server.url(sftp_server.folder)
    stranger = {**sftp_server.options, "key_file": str(sftp_server.folder / "stranger")}
    assert failure(url, stranger, AccessDenied).message == "the login was refused"
    unknown = sftp_server.folder / "nobody_known"
    unknown.touch()
    assert "not known here" in failure(url, {**sftp_server.options, "known_hosts": str(unknown)}, AccessDenied).message
    other = sftp_server.folder / "another_known"
    other.write_text(f"[127.0.0.1]:{sftp_server.port} {(sftp_server.folder / 'stranger.pub').read_text()}")
    assert "another key" in failure(url, {**sftp_server.options, "known_hosts": str(other)}, AccessDenied).message


def test_a_wrong_password_is_refused(smb_server: SmbServer) -> None:
    """Once, and without repeating it."""
    error = failure(smb_server.url("", password="wrong-one"), {}, AccessDenied)
    assert error.message == "the login was refused"
    assert "wrong-one" not in f"{error} {error.where}"


def test_a_share_that_may_only_be_read_is_told(smb_server: SmbServer) -> None:
    """When something is to be moved; the file stays."""
    drop = _smb(smb_server)
    drop.drop("BUCH.TXT", b"one")
    url = smb_server.url(drop.folder.name, share="shelf")
    with opened(url) as folder, pytest.raises(OutputError, match="may not be written"):
        folder.take(only(folder.survey()))
    assert drop.tree() == {"BUCH.TXT": b"one"}


def test_a_file_that_another_program_keeps_to_itself_is_left(smb_server: SmbServer) -> None:
    """As programs on Windows do while they write."""
    drop = _smb(smb_server)
    drop.drop("BUCH.TXT", b"one")
    path = f"\\\\127.0.0.1\\drops\\{drop.folder.name}\\BUCH.TXT"
    connection: dict[str, Any] = {"port": smb_server.port, "connection_cache": {}}
    smbclient.register_session("127.0.0.1", username=getpass.getuser(), password=PASSWORD, **connection)
    with connected(drop) as folder:
        waiting = only(folder.survey())
        with smbclient.open_file(path, mode="rb", share_access=None, **connection):
            assert "another program holds it" in refusal(folder, waiting)
        take(folder, waiting).close()
    smbclient.reset_connection_cache(connection_cache=connection["connection_cache"])


def test_pipes_and_links_are_no_files(sftp_server: SftpServer) -> None:
    """A pipe would hold the server's session for ever."""
    drop = _sftp(sftp_server)
    os.mkfifo(drop.folder / "pipe.TXT")
    (drop.folder / "link.TXT").symlink_to("/etc/passwd")
    with connected(drop) as folder:
        survey = folder.survey()
    assert (names(survey), sorted(one.name for one in survey.left)) == ([], ["link.TXT", "pipe.TXT"])


@pytest.fixture
def stopped_sftp(tmp_path: Path, sftp_server: SftpServer) -> Iterator[SftpServer]:
    """A second server, for a test that stops it."""
    server = SftpServer.create(tmp_path, sftp_server.program)
    server.start()
    yield server
    server.stop()


def test_a_server_that_stops_is_told(stopped_sftp: SftpServer) -> None:
    """It may be up again later."""
    stopped_sftp.stop()
    error = failure(stopped_sftp.url(stopped_sftp.folder), stopped_sftp.options, Unavailable)
    assert "cannot be reached" in error.message
