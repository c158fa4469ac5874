"""When an archive is put away as a whole."""

from __future__ import annotations

from legacy_adapters.sources.files.folder.archive_progress import ArchiveProgress


def test_an_archive_waits_for_all_of_its_members() -> None:
    """The last one decides that it goes."""
    progress = ArchiveProgress()
    assert progress.deal("a.zip", "1", "put away", ["1", "2"]) is None
    assert progress.deal("a.zip", "1", "put away", ["1", "2"]) is None
    assert progress.deal("a.zip", "2", "put away", ["1", "2"]) == "put away"
    assert progress.fates == {}


def test_the_worst_fate_of_a_member_is_the_archives() -> None:
    """One bad member: quarantine. One given back: all of it."""
    progress = ArchiveProgress()
    progress.deal("a.zip", "1", "quarantined", ["1", "2"])
    assert progress.deal("a.zip", "2", "put away", ["1", "2"]) == "quarantined"
    progress.deal("b.zip", "1", "quarantined", ["1", "2"])
    assert progress.deal("b.zip", "2", "released", ["1", "2"]) == "released"
