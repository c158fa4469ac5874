"""Files on real servers: what holds for a file here holds by SFTP, on a Windows share and in a bucket."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq
import pytest

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings, Token
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.testing.sinks import SinkConformance
from tests.service.remote_drops import Bucket, RemoteDrop, SharedFolder
from tests.service.s3_server import SECRET, S3Server
from tests.service.sftp_server import SftpServer
from tests.service.smb_server import PASSWORD, SmbServer
from tests.sinks.samples import delivery, rows, run


def _sftp(server: SftpServer) -> SharedFolder:
    folder = server.folder / f"out-{uuid4().hex}"
    folder.mkdir()
    return SharedFolder(folder, server.url(folder), server.options)


def _smb(server: SmbServer) -> SharedFolder:
    folder = server.share / f"out-{uuid4().hex}"
    folder.mkdir()
    return SharedFolder(folder, server.url(folder.name), {"timeout": "20"})


def _s3(server: S3Server) -> Bucket:
    bucket = server.bucket(f"out-{uuid4().hex}")
    return Bucket(server.client(), bucket, "out", server.url(bucket, "out"), server.options)


@dataclass(frozen=True, slots=True)
class Homed:
    """A sink that delivers to a folder of the server's that is called like the local one."""

    url: str
    name: str
    options: dict[str, str] = field(repr=False)

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """At this place."""
        path = f"{self.url}/{delivery.folder.name}/{self.name}"
        return FileSink(path=path, options=self.options).open(delivery, token)


class _OnServer(SinkConformance):
    remote: RemoteDrop
    name = "{entity}.csv"

    def declare(self) -> SinkSettings:
        return Homed(self.remote.url, self.name, self.remote.options)

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        """Not what is hidden, as of an attempt that was cut off."""
        found = self.remote.tree().items()
        names = {
            name.removeprefix(f"{folder.name}/"): data for name, data in found if name.startswith(f"{folder.name}/")
        }
        return {name: data for name, data in names.items() if not name.rpartition("/")[2].startswith(".")}


class TestSftp(_OnServer):
    @pytest.fixture(autouse=True)
    def _server(self, sftp_server: SftpServer) -> None:
        self.remote = _sftp(sftp_server)


class TestS3(_OnServer):
    name = "{entity}.jsonl.gz"

    @pytest.fixture(autouse=True)
    def _server(self, s3_server: S3Server) -> None:
        self.remote = _s3(s3_server)


class TestSmb(_OnServer):
    name = "{company_id}/{entity}.parquet"

    @pytest.fixture(autouse=True)
    def _server(self, smb_server: SmbServer) -> None:
        self.remote = _smb(smb_server)


@pytest.fixture(params=["sftp", "smb", "s3"])
def remote(request: pytest.FixtureRequest) -> RemoteDrop:
    """A folder on each kind of server."""
    server: Any = request.getfixturevalue(f"{request.param}_server")
    makers: dict[str, Any] = {"sftp": _sftp, "smb": _smb, "s3": _s3}
    found: RemoteDrop = makers[request.param](server)
    return found


def sink(remote: RemoteDrop, name: str = "{entity}.csv", **more: Any) -> FileSink:
    """Files in this folder."""
    return FileSink(path=f"{remote.url}/{name}", **{"options": remote.options, **more})


def test_files_of_companies_that_are_gone_are_removed(remote: RemoteDrop, tmp_path: Path) -> None:
    """But not one that somebody has changed since."""
    to = sink(remote, "{company_id}.csv")
    known = run(to, delivery(tmp_path), *(rows("x", company=name) for name in "ABC"))
    remote.drop("C.csv", b"changed by hand")
    run(to, delivery(tmp_path, known=known, run_id="run-2"), rows("y", company="A"))
    assert remote.tree() == {"A.csv": b"company_id,n,name\r\nA,0,y\r\n", "C.csv": b"changed by hand"}


def test_folders_are_made_and_names_kept(remote: RemoteDrop, tmp_path: Path) -> None:
    """Also with signs that a URL writes in another way."""
    run(sink(remote, "new/deep%20er/{company_id} ä.csv"), delivery(tmp_path), rows("x", company="2025/26"))
    assert list(remote.tree()) == ["new/deep er/2025%2F26 ä.csv"]


def test_a_file_of_twenty_megabytes_arrives_whole(remote: RemoteDrop, tmp_path: Path) -> None:
    """In as many pieces as the server wants."""
    name = "é" * 10_000
    run(
        sink(remote, "{entity}.parquet", compression="none"),
        delivery(tmp_path),
        *(rows(f"{n}{name}") for n in range(1000)),
    )
    found = pq.read_table(io.BytesIO(remote.tree()["row.parquet"])).column("name").to_pylist()
    assert found == [f"{n}{name}" for n in range(1000)]


def test_no_secret_is_kept_or_shown(remote: RemoteDrop, tmp_path: Path) -> None:
    """Neither in the token, nor where a person finds the file, nor on this disk."""
    with closing(sink(remote).open(delivery(tmp_path), None)) as opened:
        opened.write(rows("x"))
        shown = f"{opened.commit()} {opened.publish()} {opened.outputs()}"
    kept = b"".join(path.read_bytes() + path.name.encode() for path in tmp_path.rglob("*") if path.is_file()).decode()
    assert not [secret for secret in (SECRET, PASSWORD) if secret in shown + kept]


def test_a_file_that_was_taken_away_is_not_sent_again(remote: RemoteDrop, tmp_path: Path) -> None:
    """A run that was killed after it had sent one of two files goes on with the other: a receiver may be quick."""
    to, kept = sink(remote, "{company_id}.csv"), tmp_path / "kept"
    with closing(to.open(delivery(tmp_path), None)) as opened:
        for company in "AB":
            opened.write(rows("x", company=company))
        token = opened.commit()
        hidden = next(tmp_path.rglob(".B.csv.part"))
        hidden.rename(kept)
        opened.close()
        with pytest.raises(OutputError, match="was changed by another program"):
            opened.publish()
    kept.rename(hidden)
    assert list(remote.tree()) == ["A.csv"]
    remote.drop("A.csv", b"taken")
    with closing(to.open(delivery(tmp_path, publishing=True), token)) as opened:
        opened.publish()
    assert remote.tree() == {"A.csv": b"taken", "B.csv": b"company_id,n,name\r\nB,0,x\r\n"}


def refused(to: FileSink, folder: Path, kind: type[LegacyAdaptersError]) -> LegacyAdaptersError:
    """How a place that cannot be opened is told."""
    with pytest.raises(kind) as raised:
        to.open(delivery(folder), None)
    return raised.value


def test_a_stranger_is_refused(sftp_server: SftpServer, tmp_path: Path) -> None:
    """By its key; the server by its own, where that is not known or another one."""
    remote = _sftp(sftp_server)
    stranger = {**remote.options, "key_file": str(sftp_server.folder / "stranger")}
    assert refused(sink(remote, options=stranger), tmp_path, AccessDenied).message == "the login was refused"
    known = tmp_path / "known_hosts"
    known.touch()
    options = {**remote.options, "known_hosts": str(known)}
    assert "not known here" in refused(sink(remote, options=options), tmp_path, AccessDenied).message
    known.write_text(f"[127.0.0.1]:{sftp_server.port} {(sftp_server.folder / 'stranger.pub').read_text()}")
    assert "another key" in refused(sink(remote, options=options), tmp_path, AccessDenied).message


def test_a_place_that_is_not_there_is_told(smb_server: SmbServer, s3_server: S3Server, tmp_path: Path) -> None:
    """Before anything is read: a bucket, a share."""
    for url, options in (
        (smb_server.url("x", share="nowhere"), {"timeout": "20"}),
        (s3_server.url(f"b{uuid4().hex}", "x"), s3_server.options),
    ):
        error = refused(FileSink(path=f"{url}/{{entity}}.csv", options=options), tmp_path, OutputError)
        assert error.message == "there is no such folder"


def test_a_share_that_may_only_be_read_is_told(smb_server: SmbServer, tmp_path: Path) -> None:
    """And what was to be sent is kept."""
    url = smb_server.url("", share="shelf").rstrip("/")
    to = FileSink(path=f"{url}/{{entity}}.csv", options={"timeout": "20"})
    with closing(to.open(delivery(tmp_path), None)) as opened:
        opened.write(rows("x"))
        opened.commit()
        with pytest.raises(OutputError, match="not writable"):
            opened.publish()
    assert [path.name for path in tmp_path.rglob(".row.csv.part")]


def test_a_folder_in_the_place_of_the_file_is_told(sftp_server: SftpServer, tmp_path: Path) -> None:
    """It is never replaced; and a file in the place of a folder shows before anything is read."""
    remote = _sftp(sftp_server)
    (remote.folder / "row.csv").mkdir()
    (remote.folder / "file").touch()
    with pytest.raises(OutputError, match="is a folder"):
        run(sink(remote), delivery(tmp_path), rows("x"))
    assert "file" in refused(sink(remote, "file/{entity}.csv"), tmp_path, OutputError).message


def test_a_full_disk_at_the_server_is_told(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Nothing appears under the final name; when there is room the file is sent."""
    remote = _sftp(sftp_server)
    (remote.folder / ".row.csv.part").symlink_to("/dev/full")
    with closing(sink(remote).open(delivery(tmp_path), None)) as opened:
        opened.write(rows("x"))
        token = opened.commit()
        with pytest.raises(OutputError):
            opened.publish()
    assert not (remote.folder / "row.csv").exists()
    (remote.folder / ".row.csv.part").unlink()
    with closing(sink(remote).open(delivery(tmp_path, publishing=True), token)) as opened:
        opened.publish()
    assert remote.tree() == {"row.csv": b"company_id,n,name\r\n0,x\r\n".replace(b"0,x", b"C1,0,x")}


def test_a_server_that_stops_can_be_tried_again(tmp_path: Path, sftp_server: SftpServer) -> None:
    """Unavailable, at the beginning and at the end; what was committed is sent when it is up again."""
    home = tmp_path / "server"
    home.mkdir()
    server = SftpServer.create(home, sftp_server.program)
    server.start()
    remote = _sftp(server)
    try:
        with closing(sink(remote).open(delivery(tmp_path), None)) as opened:
            opened.write(rows("x"))
            token = opened.commit()
            server.stop()
            with pytest.raises(Unavailable, match="cannot be reached"):
                opened.publish()
        refused(sink(remote), tmp_path, Unavailable)
        server.start()
        with closing(sink(remote).open(delivery(tmp_path, publishing=True), token)) as opened:
            opened.publish()
    finally:
        server.stop()
    assert remote.tree() == {"row.csv": b"company_id,n,name\r\nC1,0,x\r\n"}
