"""The file sink: each entity to its file or files, whole or not at all, and after a kill as if there had been none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from legacy_adapters.core.errors import Defect, OutputError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.atomic_file import sync_folder, writing
from legacy_adapters.sinks.cells import columns_of
from legacy_adapters.sinks.earlier_run import EarlierRun
from legacy_adapters.sinks.file_settings import FileSink
from legacy_adapters.sinks.file_token import FileToken, Identity
from legacy_adapters.sinks.journal import Journal
from legacy_adapters.sinks.layout import layout_of
from legacy_adapters.sinks.open_files import OpenFiles
from legacy_adapters.sinks.part_file import PartFile
from legacy_adapters.sinks.path_template import PathTemplate
from legacy_adapters.sinks.rows import table_of, unencodable


class FileDelivery:
    """One run's writing. What it holds grows with the number of files, not with that of the records."""

    def __init__(self, settings: FileSink, delivery: Delivery, token: Token | None) -> None:
        self._settings = settings
        self._delivery = delivery
        constants = {"run": delivery.run_id, "date": delivery.started_at.date().isoformat()}
        schemas = {e: columns_of(e, s, envelope=settings.envelope) for e, s in delivery.schemas.items()}
        self._template = PathTemplate.of(settings.path, constants, schemas)
        currencies = delivery.currency_fields
        kind = settings.written_as
        self._layouts = {e: layout_of(kind, s, currencies.get(e), settings) for e, s in schemas.items()}
        columns = {entity: tuple(schema.names) for entity, schema in schemas.items()}
        self._form = FileToken(settings.path, settings.dialect(kind), columns, {})
        known = None if delivery.known is None else FileToken.load(delivery.known)
        self._earlier = EarlierRun(known, self._form, delivery.folder)
        self._journal = Journal(delivery.folder, self._template, delivery.run_id)
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
        text_of = self._layouts[records.entity]
        rows = table_of(records, envelope=self._settings.envelope)
        text = text_of.text(rows)
        self._behind = True
        by = pl.DataFrame(rows.select(list(self._template.columns)))
        for name, group in self._template.split(records.entity, by, text):
            try:
                data = text_of.render(group)
            except UnicodeEncodeError:
                raise unencodable(records, text, self._settings.encoding) from None
            self._part(name, records.entity).write(data)

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
        """Renames every part, removes what an earlier run left, and makes that durable. Raises ``OutputError``, and
        ``StateMismatch`` where a file that is appended to has changed since the run began."""
        if self._behind or not self._committed:
            raise Defect("the file sink was to publish what had not been committed")
        if self._settings.mode == "append":
            self._check_bases()
        for part in self._parts.values():
            self._open_files.use(part).publish()
        folders = {part.final.parent for part in self._parts.values()}
        if self._settings.mode == "replace" and not self._template.changes_by_run:
            folders |= self._earlier.clear(self._parts)
        for folder in folders:
            with writing(folder):
                sync_folder(folder)
        self._journal.remove()
        return self._published().dump()

    def outputs(self) -> Sequence[str]:
        """The paths of the files that this run wrote, in the order in which it began them."""
        return [str(part.final) for part in self._parts.values()]

    def close(self) -> None:
        """Closes the parts. They stay for a run that is resumed; if nothing was ever committed, they go."""
        self._open_files.release()
        if not self._committed:
            for part in self._parts.values():
                if part.ours:
                    part.part.unlink(missing_ok=True)
            self._journal.remove()

    def _begin(self) -> None:
        """Where the files are known beforehand they are all begun: also one without records appears, with its header,
        and what cannot be written shows before anything is read."""
        if not self._template.columns:
            for entity in self._form.columns:
                self._part(self._template.path(entity), entity)

    def _resume(self, token: FileToken) -> None:
        if replace(token, files={}) != self._form:
            hint = "Undo what was changed, or begin the run anew (--full)."
            raise StateMismatch("path, options or columns have changed since the run was interrupted", hint=hint)
        for name, state in token.files.items():
            part = PartFile(name, state.entity, self._delivery.folder)
            self._parts[name] = self._open_files.use(part)
            part.resume(state, publishing=self._delivery.publishing)
        for name in self._journal.names():
            if name not in token.files:
                lost = PartFile(name, "", self._delivery.folder).part
                with writing(lost):
                    lost.unlink(missing_ok=True)

    def _part(self, name: str, entity: str) -> PartFile:
        """The part of this name, begun if it is new."""
        if name in self._parts:
            part = self._open_files.use(self._parts[name])
            if part.entity == entity:
                return part
            hint = "Put {entity} into the path so that no other place can stand for it."
            raise OutputError(f"both {part.entity} and {entity} would go there", where=name, hint=hint)
        part = PartFile(name, entity, self._delivery.folder)
        self._check_new(part)
        base = self._earlier.base(part) if self._settings.mode == "append" else None
        if self._template.columns:
            self._journal.add(name)
        self._parts[name] = self._open_files.use(part)
        part.begin(base)
        if base is None or not base.length:
            part.write(self._layouts[entity].header)
        return part

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
        return replace(self._form, files=states)

    def _published(self) -> FileToken:
        token = self._token()
        if self._settings.mode == "replace":
            return token
        return replace(token, files=self._earlier.carried(token.files) | dict(token.files))
