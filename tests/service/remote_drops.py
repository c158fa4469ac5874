"""Drop folders on servers, with what a test needs to fill them and to look into them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.sources.files.folder.drops import drop, tree


class RemoteDrop(Protocol):
    """A folder on a server."""

    url: str
    options: dict[str, str]

    def drop(self, name: str, content: bytes) -> None:
        """Leaves a file in it."""
        ...

    def tree(self) -> dict[str, bytes]:
        """All files in it."""
        ...


@dataclass(slots=True)
class SharedFolder:
    """A folder of this machine that a server shares."""

    folder: Path
    url: str
    options: dict[str, str]

    def drop(self, name: str, content: bytes) -> None:
        """By this machine's own means."""
        drop(self.folder, name, content)

    def tree(self) -> dict[str, bytes]:
        """Also hidden ones."""
        return tree(self.folder)

    def remove(self) -> None:
        """All of it."""
        shutil.rmtree(self.folder)


@dataclass(slots=True)
class Bucket:
    """A folder in a bucket."""

    client: Any
    bucket: str
    prefix: str
    url: str
    options: dict[str, str]

    def drop(self, name: str, content: bytes) -> None:
        """By AWS's own client."""
        self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}/{name}", Body=content)

    def tree(self) -> dict[str, bytes]:
        """Also markers."""
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        keys = [item["Key"] for item in found]
        return {
            key.removeprefix(f"{self.prefix}/"): self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
            for key in keys
        }
