"""Counting what is recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.recognition import Peer, clevercsv, peers, score_ourselves, score_peer, sniffer, table
from benchmarks.recognition_truth import Truth
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect
from tests.benchmarks.test_recognition_truth import seen


def truth_of(folder: Path) -> Truth:
    other = folder / "letter.txt"
    other.write_text("Dear Sir,\nthank you for your letter.\n")
    return Truth([seen(folder / "a.csv")], [other])


def test_we_are_counted(tmp_path: Path) -> None:
    """All facts of a file count, and a file that is no table has to be refused."""
    score = score_ourselves(truth_of(tmp_path))
    assert (score.fields, score.header, score.everything, score.refused) == (1, 1, 1, 1)
    assert len(score.seconds) == 1


def test_others_are_counted(tmp_path: Path) -> None:
    """One that is right about fields and wrong about the header, and one that never sees a table."""
    half = score_peer(Peer("half", lambda text: (Dialect(";"), False)), truth_of(tmp_path))
    none = score_peer(Peer("none", lambda text: None), truth_of(tmp_path))
    assert (half.fields, half.header, half.refused) == (1, 0, 0)
    assert (none.fields, none.header, none.refused) == (0, 0, 1)
    assert "| half | 1 | 0 |  | 0 |" in table([half], truth_of(tmp_path))


def test_the_standard_library_is_one_of_them() -> None:
    """It finds a simple dialect, and sees no table where it raises an error."""
    assert "csv.Sniffer" in [peer.name for peer in peers()]
    found = sniffer("id;name\n1;x\n2;y\n3;z\n")
    assert found is not None
    assert found[0].delimiter == ";"
    assert sniffer("") is None


def test_clevercsv_is_one_of_them() -> None:
    """Where it is installed."""
    pytest.importorskip("clevercsv")
    found = clevercsv("id;name\n1;x\n2;y\n3;z\n")
    assert found is not None
    assert found[0].delimiter == ";"
