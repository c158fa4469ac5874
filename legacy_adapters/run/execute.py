"""One run of one pipeline: takes the lock, finds out where it stands, and goes on from there until all is published."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from legacy_adapters.changes.duplicates import Duplicates
from legacy_adapters.core.checkpoint import Checkpoint
from legacy_adapters.core.errors import (
    Defect,
    LegacyAdaptersError,
    SourceChanged,
    TooManyRejects,
)
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.run.engine import Engine, Lane
from legacy_adapters.run.interrupt import Interruption
from legacy_adapters.run.lanes import (
    CompiledStream,
    Making,
    compile_streams,
    make_lanes,
    output_schemas,
    watched_entities,
)
from legacy_adapters.run.ledger import Ledger, Run
from legacy_adapters.run.lock import PipelineLock
from legacy_adapters.run.pace import RejectLimit, RunPace, Show, Silent
from legacy_adapters.run.pipeline import LoadedPipeline, load_pipeline
from legacy_adapters.run.report import Report, now
from legacy_adapters.run.request import Request
from legacy_adapters.run.standing import Standing
