"""The file sink: each entity to its file or files, whole or not at all, and after a kill as if there had been none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from legacy_adapters.core.errors import Defect, OutputError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.atomic_file import sync_folder, writing
from legacy_adapters.sinks.files.destination import Destination, destination_of
from legacy_adapters.sinks.files.earlier_run import EarlierRun
from legacy_adapters.sinks.files.form import dialect_of, form_of
from legacy_adapters.sinks.files.journal import Journal
from legacy_adapters.sinks.files.open_files import OpenFiles
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.path_template import PathTemplate
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.token import FileState, FileToken, Identity
from legacy_adapters.sinks.rows import table_of, unencodable
from legacy_adapters.sinks.text.cells import columns_of


class FileDelivery:
    """One run's writing. What it holds grows with the number of files, not with that of the records."""

    def __init__(self, settings: FileSink, delivery: Delivery, token: Token | None) -> None:
        self._settings = settings
        self._publishing = delivery.publishing
        self._place: Destination = destination_of(settings, delivery)
        constants = {"run": delivery.run_id, "date": delivery.started_at.date().isoformat()}
        schemas = {e: columns_of(e, s, envelope=settings.envelope) for e, s in delivery.schemas.items()}
        self._template = PathTemplate.of(self._place.template, constants, schemas)
        self._forms = {e: form_of(settings, delivery, e, s) for e, s in schemas.items()}
        columns = {entity: tuple(schema.names) for entity, schema in schemas.items()}
        self._account = FileToken(self._place.address, dialect_of(settings, delivery), columns, {})
        known = None if delivery.known is None else FileToken.load(delivery.known)
        self._earlier = EarlierRun(known, self._account, self._place.folder)
        self._journal = Journal(self._place.folder, self._template, delivery.run_id)
        self._open_files = OpenFiles()
        self._parts: dict[str, PartFile] = {}
        self._committed = token is not None
        self._behind = False
        try:
            if token is None:
                self._begin()
            else:
                self._resume(FileToken.load(token))
        except BaseException:
            self.close()
            raise

    def write(self, records: Records) -> None:
        """Appends the records to their files. Raises ``OutputError``."""
        form = self._forms[records.entity]
        rows = table_of(records, envelope=self._settings.envelope)
        text = form.layout.text(rows)
        self._behind = True
        by = pl.DataFrame(rows.select(list(self._template.columns)))
        for name, group in self._template.split(records.entity, by, text):
            try:
                data = form.layout.render(group)
            except UnicodeEncodeError:
                raise unencodable(records, text, self._settings.encoding) from None
            part = self._part(name, records.entity)
            if form.most is not None and part.rows + len(group) > form.most:
                hint = "Put a column such as {fiscal_year} into the path, or write CSV or Parquet."
                raise OutputError(f"more than {form.most:,} records do not fit into a sheet", where=name, hint=hint)
            part.write(data, len(group))

    def commit(self) -> Token:
        """Bytes first, then names. Raises ``OutputError``."""
        for part in self._parts.values():
            if part.dirty:
                self._open_files.use(part).sync()
        for folder in {part.part.parent for part in self._parts.values() if not part.named}:
            with writing(folder):
                sync_folder(folder)
        for part in self._parts.values():
            part.named = True
        self._committed, self._behind = True, False
        return self._token().dump()

    def publish(self) -> Token:
        """Puts every file in its place, removes what an earlier run left, and makes that durable. Raises
        ``OutputError``, and ``StateMismatch`` where a file that is appended to has changed since the run began; for
        a server ``Unavailable`` and ``AccessDenied``."""
        if self._behind or not self._committed:
            raise Defect("the file sink was to publish what had not been committed")
        if self._settings.mode == "append":
            self._check_bases()
        stale: Sequence[FileState] = ()
        if self._settings.mode == "replace" and not self._template.changes_by_run:
            stale = self._earlier.stale(self._parts)
        published = self._place.publish(list(self._parts.values()), stale)
        self._journal.remove()
        if self._settings.mode == "append":
            published = self._earlier.carried(published) | published
        return replace(self._account, files=published).dump()

    def outputs(self) -> Sequence[str]:
        """The paths or URLs of the files that this run wrote, in the order in which it began them."""
        return [self._place.shown(part) for part in self._parts.values()]

    def close(self) -> None:
        """Closes the parts. They stay for a run that is resumed; if nothing was ever committed, they go."""
        self._open_files.release()
        if not self._committed:
            for part in self._parts.values():
                if part.ours:
                    part.discard()
            self._journal.remove()

    def _begin(self) -> None:
        """Where the files are known beforehand they are all begun: also one without records appears, with its header,
        and what cannot be written shows before anything is read."""
        self._place.begin()
        if not self._template.columns:
            for entity in self._account.columns:
                self._part(self._template.path(entity), entity)

    def _resume(self, token: FileToken) -> None:
        if replace(token, files={}) != self._account:
            hint = "Undo what was changed, or begin the run anew (--full)."
            raise StateMismatch("path, options or columns have changed since the run was interrupted", hint=hint)
        for name, state in token.files.items():
            if state.entity not in self._forms:
                hint = "The ledger may be damaged. Begin the run anew (--full)."
                raise StateMismatch(f"was written for {state.entity}, which is not delivered", where=name, hint=hint)
            part = self._new_part(name, state.entity)
            self._parts[name] = self._open_files.use(part)
            if self._publishing and self._place.is_published(name):
                part.settle(state)
            else:
                part.resume(state, publishing=self._publishing)
        for name in self._journal.names():
            if name not in token.files:
                self._new_part(name, next(iter(self._forms))).discard()

    def _part(self, name: str, entity: str) -> PartFile:
        """The part of this name, begun if it is new."""
        if name in self._parts:
            part = self._open_files.use(self._parts[name])
            if part.entity == entity:
                return part
            hint = "Put {entity} into the path so that no other place can stand for it."
            raise OutputError(f"both {part.entity} and {entity} would go there", where=name, hint=hint)
        part = self._new_part(name, entity)
        self._check_new(part)
        base = self._earlier.base(part) if self._settings.mode == "append" else None
        if self._template.columns:
            self._journal.add(name)
        self._parts[name] = self._open_files.use(part)
        part.begin(base)
        if base is None or not base.length:
            part.write(self._forms[entity].layout.header)
        return part

    def _new_part(self, name: str, entity: str) -> PartFile:
        return PartFile(name, entity, self._place.folder, self._forms[entity].make)

    def _check_new(self, part: PartFile) -> None:
        """Upper and lower case, or two forms of ä, may be one name to the disk."""
        found = Identity.at(part.part)
        if found is None:
            return
        for other in self._parts.values():
            if other.identity.inode == found.inode:
                hint = "Make the values in the path differ by more than upper and lower case."
                raise OutputError(f"is the same file as {other.name} on this disk", where=part.name, hint=hint)

    def _check_bases(self) -> None:
        for part in self._parts.values():
            if not part.published and Identity.at(part.final) != part.base:
                hint = f"What was to be appended is kept in {part.part.name}; put the file back as it was."
                raise StateMismatch("was changed while the run was appending", where=str(part.final), hint=hint)

    def _token(self) -> FileToken:
        states = {name: part.state for name, part in self._parts.items()}
        return replace(self._account, files=states)
