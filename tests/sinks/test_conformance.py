"""Every sink of ours that can be resumed passes the suite that is shipped to users."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.testing.sinks import SinkConformance

TEMPLATE = Path(__file__).with_name("document.xml.j2")


class TestCsv(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.csv")


class TestJsonLines(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.jsonl", envelope=True)


class TestPartitioned(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{company_id}/{entity}.csv")


class TestAppending(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{company_id}-{entity}.csv", mode="append", encoding="cp1252", delimiter=";")


class TestParquet(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.parquet", envelope=True)


class TestParquetPartitioned(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{company_id}/{entity}.parquet", compression="snappy")


class TestGzip(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.csv.gz")


class TestZstdAppending(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.jsonl.zst", mode="append")


class TestXml(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.xml", template=str(TEMPLATE))


class TestWorkbook(SinkConformance):
    def declare(self) -> SinkSettings:
        return FileSink(path="{entity}.xlsx")
