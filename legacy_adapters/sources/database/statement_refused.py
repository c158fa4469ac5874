"""What a query may not contain: words that begin a change, phrases that lock or count up, functions with side effects.

The lists name what is met in practice; they cannot be complete, as any database lets its users write functions. They
refuse mistakes with a clear message before anything is sent. What guards the source is that its session is read-only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

ANY: Final = ""
"""The key of what is refused in every dialect."""

_WORDS: Final = """
ALTER ATTACH BACKUP BEGIN BULK CALL CHECKPOINT COMMIT COPY CREATE DBCC DECLARE DELETE DENY DETACH DROP DUMP EXEC
EXECUTE EXPLAIN GRANT INSERT INTO KILL LOAD LOCK MERGE PRAGMA READTEXT RECONFIGURE REINDEX RENAME RESTORE REVERT
REVOKE ROLLBACK SAVEPOINT SET SHUTDOWN TABLOCKX TRUNCATE UNLOAD UNLOCK UPDATE UPDATETEXT UPDLOCK UPSERT USE VACUUM
WAITFOR WRITETEXT XLOCK
"""

WORDS: Final = frozenset(_WORDS.split())
"""Refused as bare words where the dialect is not known: several databases take a second statement without ``;``."""

ALSO_FUNCTIONS: Final = frozenset({"INSERT", "TRUNCATE"})
"""Words that in front of a parenthesis are text and number functions (ODBC's scalar functions, MySQL, Firebird)."""

PHRASES: Final[tuple[tuple[str, ...], ...]] = (
    ("NEXT", "VALUE", "FOR"),
    ("NEXTVAL", "FOR"),
    (".", "NEXTVAL"),
    ("FOR", "UPDATE"),
    ("FOR", "NO", "KEY", "UPDATE"),
    ("FOR", "SHARE"),
    ("FOR", "KEY", "SHARE"),
    ("IN", "SHARE", "MODE"),
    ("INTO", "OUTFILE"),
    ("INTO", "DUMPFILE"),
    ("REPLACE", "INTO"),
)
"""Sequences of bare words that lock rows, draw a number, or write; refused in every dialect."""

FUNCTIONS: Final[dict[str, tuple[str, ...]]] = {
    ANY: ("nextval", "setval", "load_extension", "load_file", "readfile", "writefile", "dblink*", "xp_*"),
    "postgres": (
        "lo_*",
        "pg_advisory_*",
        "pg_backup_*",
        "pg_cancel_backend",
        "pg_create_*",
        "pg_drop_*",
        "pg_export_snapshot",
        "pg_file_*",
        "pg_log*",
        "pg_ls_*",
        "pg_notify",
        "pg_promote",
        "pg_read_*",
        "pg_reload_conf",
        "pg_replication_*",
        "pg_rotate_logfile",
        "pg_sleep*",
        "pg_start_backup",
        "pg_stat_file",
        "pg_stat_reset*",
        "pg_stop_backup",
        "pg_switch_*",
        "pg_terminate_backend",
        "pg_try_advisory_*",
        "pg_wal_replay_*",
        "cursor_to_xml*",
        "database_to_xml*",
        "query_to_xml*",
        "set_config",
        "ts_stat",
        "txid_current",
        "pg_current_xact_id",
    ),
    "sqlite": ("edit", "eval", "fsdir", "fts3_tokenizer", "lsdir", "mkdir"),
    "mysql": (
        "benchmark",
        "get_lock",
        "lastval",
        "master_gtid_wait",
        "master_pos_wait",
        "release_all_locks",
        "release_lock",
        "sleep",
        "source_pos_wait",
        "sys_eval",
        "sys_exec",
        "wait_for_executed_gtid_set",
    ),
    "tsql": ("opendatasource", "openquery", "openrowset", "openxml", "sp_*", "fn_xe_*", "fn_get_audit_file"),
    "oracle": ("dbms_*", "utl_*", "httpuritype", "sys_eval"),
    "firebird": ("gen_id", "rdb$set_context"),
    "sqlanywhere": ("read_client_file", "read_server_file", "write_client_file"),
    "access": ("shell",),
}
"""Functions with side effects, or that reach out of the database, by sqlglot's name of the dialect; ``*`` stands for
any rest of the name. Without a dialect those of all are refused."""


@cache
def refused_function(dialect: str | None) -> re.Pattern[str]:
    """A pattern that matches the whole name of any function refused in ``dialect`` (None: of any dialect)."""
    lists = FUNCTIONS.values() if dialect is None else (FUNCTIONS[ANY], FUNCTIONS.get(dialect, ()))
    names = {name for names in lists for name in names}
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in sorted(names)), re.IGNORECASE)
