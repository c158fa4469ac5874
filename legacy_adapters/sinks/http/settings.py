"""The settings of the HTTP sink."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.http.login import Login
from legacy_adapters.sinks.text.settings import TextOptions

BodyKind: TypeAlias = Literal["events", "json", "csv", "xml"]
OperationName: TypeAlias = Literal["upsert", "delete"]

_SETTINGS = ConfigDict(frozen=True, extra="forbid")
_OURS = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection", "authorization"})


class Operation(BaseModel):
    """How one kind of change is sent."""

    model_config = _SETTINGS

    method: Literal["POST", "PUT", "PATCH", "DELETE"] = Field(default="POST", description="The method.")
    path: str = Field(
        default="",
        pattern=r"\A([/?]\S*)?\z",
        description="What follows the url; may hold {entity}, {operation}, {source}, {run} and any column.",
    )
    template: str | None = Field(
        default=None, min_length=1, description="A file with the template of the body (Jinja); for body: xml or json."
    )

    @property
    def has_body(self) -> bool:
        """A deletion is said by the address alone."""
        return self.method != "DELETE"


class Answers(BaseModel):
    """Where a JSON answer says what became of each record of a batch. Paths are names with dots between them."""

    model_config = _SETTINGS

    path: str = Field(default="", description="Where the list of answers is; empty if the whole answer is the list.")
    status: str | None = Field(
        default=None, description="In each: a status as of HTTP, true or false, or a word of `accepted`."
    )
    accepted: tuple[str, ...] = Field(default=(), description="Words in `status` for a record that was taken.")
    error: str | None = Field(
        default=None, description="In each: why it was refused. Without `status`, a record without one was taken."
    )
    id: str | None = Field(
        default=None, description="In each: which record is meant. Without it the answers are in the records' order."
    )
    key: str = Field(
        default="event_id", description="What `id` holds: event_id, record_id, or a column of the records."
    )

    @model_validator(mode="after")
    def _tells(self) -> Self:
        if self.status is None and self.error is None:
            raise ValueError("state status, or error, or both")
        return self


class HttpSink(TextOptions, TlsOptions):
    """Sends records to an HTTP API, one in a request or many."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["http"] = "http"
    url: str = Field(
        pattern=r"\Ahttps?://[^\s/?#{}@]+([/?][^\s#]*)?\z",
        description="`https://host/invoices`; behind the host it may hold {entity} and the other places of `path`.",
    )
    batch: int = Field(default=1, ge=1, le=100_000, description="How many records go into one request at most.")
    connections: int = Field(
        default=4, ge=1, le=64, description="How many requests may be under way; those of one key never together."
    )
    body: BodyKind = Field(
        default="events",
        description="events: CloudEvents; json: the plain records; csv; xml: by the template of the operation.",
    )
    wrapper: str | None = Field(
        default=None, min_length=1, description="json: the name under which the records lie in one object."
    )
    operations: Mapping[OperationName, Operation] = Field(
        default_factory=dict,
        description="How upsert and delete are sent: method, path, template. Without it, both kinds of events by POST, "
        "and records by POST.",
    )
    content_type: str | None = Field(default=None, min_length=1, description="In place of the body's usual one.")
    headers: Mapping[str, str] = Field(default_factory=dict, repr=False, description="More headers for each request.")
    auth: Login | None = Field(default=None, description="How to log in.")
    idempotency_header: str = Field(
        default="Idempotency-Key",
        pattern=r"\A[A-Za-z0-9-]+\z",
        description="The header by which the server knows a repeat.",
    )
    answers: Answers | None = Field(default=None, description="Where the answer says what became of each record.")
    if_match: bool = Field(
        default=False, description="Whether the ETag is asked for first, so that only that version is changed."
    )
    timeout: float = Field(default=30.0, gt=0, le=3600, description="Seconds without an answer until a repeat.")
    patience: float = Field(
        default=120.0, ge=0, le=86_400, description="Seconds for which one request is repeated until the run gives up."
    )
    failures: int = Field(
        default=10, ge=1, description="After so many failures of the server in a row nothing is sent for `pause`."
    )
    pause: float = Field(default=30.0, gt=0, le=86_400, description="How long that is, in seconds.")
    proxy: str | None = Field(
        default=None, repr=False, pattern=r"\Ahttps?://\S+\z", description="In place of HTTPS_PROXY and the like."
    )

    def operation(self, name: str) -> Operation | None:
        """How this kind of change is sent; None where nothing says so: a deletion that looked like a record would
        bring back what it is to take away."""
        if name in self.operations:
            return self.operations[name]  # type: ignore[index]
        return Operation() if name == "upsert" or self.body == "events" else None

    @model_validator(mode="after")
    def _together(self) -> Self:
        for check in (self._options_fit, self._templates_fit, self._batches_fit):
            if problem := check():
                raise ValueError(problem)
        if wrong := sorted(name for name in self.headers if name.lower() in _OURS):
            raise ValueError(f"headers: {wrong[0]} is set by the sink (see auth, content_type)")
        if urlsplit(self.url).hostname is None:
            raise ValueError(f"url: no host in {self.url}")
        if "?" in self.url and any(operation.path for operation in self.operations.values()):
            raise ValueError("a url with a query has no path behind it: put the query into the path")
        return self

    def _options_fit(self) -> str | None:
        if self.body == "events":
            allowed = frozenset({"decimals"})
        elif self.body == "csv":
            allowed = frozenset(TextOptions.model_fields)
        else:
            allowed = frozenset({"decimals", "envelope", "date_format", "datetime_format"})
        misplaced = sorted((self.model_fields_set & TextOptions.model_fields.keys()) - allowed)
        if misplaced:
            return f"{', '.join(misplaced)} cannot be stated for body: {self.body}"
        if self.wrapper is not None and self.body != "json":
            return "wrapper is for body: json"
        return self.problem("csv") if self.body == "csv" else None

    def _templates_fit(self) -> str | None:
        upsert = self.operation("upsert")
        for name, operation in self.operations.items():
            if operation.template is not None and (self.body not in ("xml", "json") or not operation.has_body):
                return f"operations.{name}: a template is for body: xml or json, and not for DELETE"
        for name in ("upsert", *self.operations):
            operation = self.operation(name) or Operation()
            if self.body == "xml" and operation.has_body and operation.template is None:
                return f"operations.{name}: body: xml needs a template"
        if self.wrapper is not None and upsert is not None and upsert.template is not None:
            return "a wrapper and a template do not go together"
        return None

    def _batches_fit(self) -> str | None:
        if self.if_match and self.batch > 1:
            return "if_match needs batch: 1, as each record has its own version"
        if self.answers is not None and self.batch == 1:
            return "answers are for batches; with batch: 1 the status says it"
        return None

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Prepares the sending; nothing is sent before the first record. Raises ``ConfigError``, ``DriverMissing``,
        ``StateMismatch``."""
        try:
            from legacy_adapters.sinks.http.delivery import HttpDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[http]'"
            raise DriverMissing("APIs are reached by the packages httpx and jinja2", hint=hint) from error

        return HttpDelivery(self, delivery, token)
