"""Buckets of the tests' own: moto's server, which speaks like S3."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

KEY, SECRET = "tests", "tests-secret"


@dataclass(slots=True)
class S3Server:
    """A server in this process, with one bucket for each test that asks for it."""

    port: int = 0
    _server: Any = field(default=None, repr=False)

    def start(self) -> None:
        """Returns when it answers."""
        from moto.server import ThreadedMotoServer

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        self.port = self._server.get_host_and_port()[1]

    def stop(self) -> None:
        """Ends it."""
        self._server.stop()

    @property
    def options(self) -> dict[str, str]:
        """What a client needs to reach it."""
        return {"endpoint_url": f"http://127.0.0.1:{self.port}", "region": "eu-central-1", "timeout": "20"}

    def client(self) -> Any:
        """A client of AWS's own library."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.options["endpoint_url"],
            region_name="eu-central-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    def bucket(self, name: str) -> str:
        """A new bucket, by its name."""
        place = {"LocationConstraint": "eu-central-1"}
        self.client().create_bucket(Bucket=name, CreateBucketConfiguration=place)
        return name

    @staticmethod
    def url(bucket: str, prefix: str) -> str:
        """The URL of a folder in a bucket."""
        return f"s3://{KEY}:{SECRET}@{bucket}/{prefix}"
