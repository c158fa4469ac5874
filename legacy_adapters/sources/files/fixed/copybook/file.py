"""The copybook that a pipeline file names."""

from __future__ import annotations

from pathlib import Path

COPYBOOK_BYTES = 4_000_000
"""A larger file was named by mistake."""


def copybook_text(value: str, folder: Path) -> str:
    """The copybook itself: a name is read, so that a change of the file is a change of the pipeline.

    Several lines, or an entry that ends in a full stop, are a copybook already. Raises ``ValueError``.
    """
    if "\n" in value or value.rstrip().endswith("."):
        return value
    path = folder / value
    try:
        if path.stat().st_size > COPYBOOK_BYTES:
            raise ValueError(f"{path} has more than {COPYBOOK_BYTES:,} bytes: is it the copybook?")
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Names and pictures are ASCII; what is not stands in comments.
        return data.decode("latin-1")
