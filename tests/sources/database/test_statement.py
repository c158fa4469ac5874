"""One query without side effects passes; everything else is refused with its place, before it is sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import StatementRefused
from legacy_adapters.sources.database.statement import LONGEST_QUERY, bare_query, check_query, words_of

DIALECTS = [None, "postgres", "sqlite", "mysql", "tsql", "oracle"]

QUERIES: list[tuple[str | None, str]] = [
    (
        "postgres",
        "SELECT coalesce(a, 0)::numeric(18,2), b->>'x', count(*) FILTER (WHERE c) OVER w FROM t WINDOW w AS ()",
    ),
    ("postgres", "SELECT $$;DROP$$, E'\\';', 'delete from x;' FROM \"insert\" AS \"Größe\""),
    ("postgres", "(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1"),
    ("postgres", "VALUES (1, 'a'), (2, 'b')"),
    ("postgres", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;"),
    ("sqlite", "WITH a AS (SELECT 1) VALUES (1)"),
    ("sqlite", "SELECT replace(a, 'x', 'y'), [b c], `d`, \"delete\" FROM t -- ; DROP TABLE t"),
    ("mysql", 'SELECT `delete`, "x\\"; DROP TABLE y" FROM t # a comment'),
    ("tsql", "SELECT TOP 10 [update], 'x;y' FROM [a]]b] WITH (NOLOCK)"),
    ("oracle", "SELECT /*+ FULL(t) */ a FROM t WHERE b = :1"),
    (None, "SELECT FIRST 10 SKIP 5 * FROM t"),
    (None, "SELECT a FROM t FETCH FIRST 5 ROWS ONLY WITH UR"),
    (None, "SELECT [a b], \"ORDER\", [DELETE] FROM LIB/FILE WHERE d = {d '2024-01-31'}"),
    (None, "SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = b.x}"),
    (None, "SELECT t.DELETE, {fn TRUNCATE(a, 2)}, INSERT(a, 1, 1, 'x') FROM t;"),
    (None, "SELECT a FROM t UNION ALL SELECT b FROM u"),
    (None, "WITH a AS (SELECT 1) SELECT * FROM a"),
    (None, "SELECT CAST(a AS VARCHAR(3) CHARACTER SET WIN1252) FROM t"),
    (None, "SELECT CUST#, MENGE$, #2024-01-31#, .5, 1e3 FROM t"),
]

CHANGES: list[tuple[str | None, str, str]] = [
    ("postgres", "SELECT 1 INTO t", "INTO"),
    ("postgres", "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "DELETE"),
    ("postgres", "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x", "INSERT"),
    ("postgres", "WITH x AS (UPDATE t SET a = 1 RETURNING *) SELECT * FROM x", "UPDATE"),
    ("postgres", "WITH x AS (SELECT 1) DELETE FROM t", "DELETE"),
    ("postgres", "SELECT * FROM (INSERT INTO t VALUES (1) RETURNING *) q", "INSERT"),
    ("postgres", "SELECT * FROM t FOR UPDATE", "FOR UPDATE"),
    ("postgres", "SELECT * FROM t FOR NO KEY UPDATE", "FOR NO KEY UPDATE"),
    ("postgres", "SELECT * FROM t FOR SHARE OF t", "FOR SHARE"),
    ("postgres", "SELECT * FROM t FOR KEY SHARE", "FOR KEY SHARE"),
    ("postgres", "COPY t TO '/tmp/t'", "'COPY'"),
    ("postgres", "EXPLAIN ANALYZE SELECT 1", "'EXPLAIN'"),
    ("postgres", "TRUNCATE t", "'TRUNCATE'"),
    ("postgres", "CALL p()", "'CALL'"),
    ("postgres", "DO $$ BEGIN END $$", "'DO'"),
    ("postgres", "SET default_transaction_read_only = off", "'SET'"),
    ("sqlite", "PRAGMA writable_schema = 1", "'PRAGMA'"),
    ("sqlite", "ATTACH 'x.db' AS x", "'ATTACH'"),
    ("sqlite", "REPLACE INTO t VALUES (1)", "'REPLACE'"),
    ("mysql", "SELECT 1 INTO OUTFILE '/tmp/x'", "INTO OUTFILE"),
    ("mysql", "SELECT a FROM t LOCK IN SHARE MODE", "IN SHARE MODE"),
    ("mysql", "SELECT 1 /*!50000 , SLEEP(3) */", "code in a comment"),
    ("mysql", "SELECT 1; /*! DROP TABLE t */", "code in a comment"),
    (None, "SELECT 1 /*M!100100 , SLEEP(3) */", "code in a comment"),
    ("tsql", "SELECT 1 SHUTDOWN", "SHUTDOWN"),
    ("tsql", "SELECT 1DELETE FROM t", "DELETE"),
    ("tsql", "SELECT a FROM t EXEC p", "EXEC"),
    ("tsql", "SELECT a FROM t SELECT b FROM u", "a second query"),
    ("tsql", "SELECT a FROM t WITH (UPDLOCK)", "UPDLOCK"),
    ("tsql", "SELECT NEXT VALUE FOR s", "NEXT VALUE FOR"),
    ("oracle", "SELECT s.NEXTVAL FROM dual", "NEXTVAL"),
    ("oracle", "SELECT dbms_lock.sleep(3) FROM dual", "dbms_lock"),
    (None, "SELECT a FROM t WHERE {call p}", "CALL"),
    (None, "SELECT a FROM t FOR UPDATE WITH LOCK", "FOR UPDATE"),
    (None, "DELETE FROM t", "'DELETE'"),
    (None, "EXEC sp_who", "'EXEC'"),
    (None, "{call p}", "'{'"),
]


@pytest.mark.parametrize(("dialect", "sql"), QUERIES)
def test_queries_pass(dialect: str | None, sql: str) -> None:
    """What reads and does nothing else is let through, whatever stands within its quotes."""
    check_query(sql, dialect)


@pytest.mark.parametrize(("dialect", "sql", "named"), CHANGES)
@pytest.mark.parametrize("shape", [str.upper, str.lower], ids=["upper", "lower"])
def test_changes_are_refused_by_name(dialect: str | None, sql: str, named: str, shape: object) -> None:
    """What changes, locks or draws something is refused in any case of letters, and the message names it."""
    with pytest.raises(StatementRefused) as refused:
        check_query(shape(sql), dialect)  # type: ignore[operator]
    assert named.lower() in refused.value.message.lower()
    assert "one SELECT" in refused.value.hint
    assert refused.value.exit_code == 78


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("second", ["SELECT 2", "DROP TABLE t", "x", "'", ";;SELECT 2", "/* c */ SELECT 2"])
def test_second_statement_is_refused(dialect: str | None, second: str) -> None:
    """Whatever follows a semicolon, other than a comment, is refused."""
    with pytest.raises(StatementRefused):
        check_query(f"SELECT 1 FROM t; {second}", dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("sql", ["", "  \n", "-- nothing", "/* nothing */", ";", "()"])
def test_empty_statement_is_refused(dialect: str | None, sql: str) -> None:
    """Nothing at all is no query."""
    with pytest.raises(StatementRefused):
        check_query(sql, dialect)


def test_place_is_named_by_line_and_column() -> None:
    """The error says where in the query the culprit stands."""
    with pytest.raises(StatementRefused) as refused:
        check_query("SELECT a\nFROM t\n  FOR  /* x */ UPDATE", "postgres")
    assert refused.value.where == "query, line 3, column 3"


def test_comments_between_words_hide_nothing() -> None:
    """A function and its parenthesis, and the words of a phrase, may be far apart."""
    for sql in ("SELECT pg_sleep /* x */\n-- y\n (1)", "SELECT 1 FROM t FOR /* x */ UPDATE"):
        with pytest.raises(StatementRefused):
            check_query(sql, "postgres")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_quoted_and_qualified_functions_are_refused_too(dialect: str | None) -> None:
    """Neither a schema in front nor quotes make a function harmless."""
    quoted = {"mysql": "`nextval`", "tsql": "[nextval]"}.get(dialect or "", '"nextval"')
    with pytest.raises(StatementRefused, match="function nextval"):
        check_query(f"SELECT s . {quoted} ('x') FROM t", dialect)


def test_names_of_functions_are_free_for_columns() -> None:
    """Only a call is refused, not a column of the same name."""
    check_query("SELECT sleep, pg_sleep, t.readfile FROM t WHERE edit IN (1)", "sqlite")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_deep_nesting_neither_crashes_nor_hangs(dialect: str | None) -> None:
    """A query nested deeper than any parser goes is judged all the same."""
    check_query("SELECT " + "(" * 5_000 + "1" + ")" * 5_000 + " FROM t", dialect)
    with pytest.raises(StatementRefused, match="DELETE"):
        check_query("SELECT " + "(" * 5_000 + "DELETE FROM t", dialect)


def test_excessive_length_and_zero_bytes_are_refused() -> None:
    """What no person wrote is not even looked at."""
    with pytest.raises(StatementRefused, match="1,000,000 characters"):
        check_query("SELECT " + "1" * LONGEST_QUERY, None)
    with pytest.raises(StatementRefused, match="zero byte"):
        check_query("SELECT 1\0", "postgres")


def test_bare_query_loses_its_semicolon_only() -> None:
    """A query is made to stand in parentheses: without its end, otherwise as it is."""
    assert bare_query("SELECT ';' -- x\n FROM t ; -- end", "postgres") == "SELECT ';' -- x\n FROM t"
    assert bare_query("SELECT a FROM t -- c\n", None) == "SELECT a FROM t -- c"


def test_parts_of_a_statement_are_cut_by_the_dialect() -> None:
    """A condition may hold what only its own database reads as text."""
    assert [word.text for word in words_of("a = E'\\')' OR b", "postgres") if word.kind == "word"] == ["a", "OR", "b"]
    assert [word.kind for word in words_of("[a)] = 1", "tsql")] == ["name", "sign", "number"]
    with pytest.raises(StatementRefused, match="backslash"):
        words_of("a = 'x\\' OR b", None)


_SNIPPETS = st.sampled_from(
    [
        ";",
        "SELECT",
        "INSERT",
        "FROM",
        "t",
        "WITH",
        "AS",
        "(",
        ")",
        "'",
        '"',
        "`",
        "[",
        "]",
        "/*",
        "*/",
        "--",
        "\n",
        "\\",
        "$$",
        "$a$",
        "E'",
        ",",
        "*",
        ".",
        "1",
        "1e",
        "0x",
        "{fn ",
        "}",
        ":p",
        "?",
        "@",
        "#",
        "!",
        "FOR",
        "UPDATE",
        "CASE",
        "WHEN",
        "NOT",
        "-",
        "CAST",
        "INTERVAL",
        "VALUES",
        "UNION",
        "q'[",
        "N'",
        'U&"',
        "ä",
        "\u2028",
        "{{",
        "{%",
        "::",
    ]
)


@given(
    sql=st.one_of(st.text(max_size=60), st.lists(_SNIPPETS, max_size=30).map(" ".join)),
    dialect=st.sampled_from(DIALECTS),
)
def test_no_input_crashes(sql: str, dialect: str | None) -> None:
    """Any text is either let through or refused."""
    try:
        assert bare_query("SELECT " + sql, dialect).startswith("SELECT")
        check_query(sql, dialect)
    except StatementRefused:
        return


@given(sql=st.lists(_SNIPPETS, max_size=12).map(" ".join), dialect=st.sampled_from(DIALECTS))
def test_whatever_stands_before_it_a_second_statement_never_passes(sql: str, dialect: str | None) -> None:
    """If a prefix is a query by itself, a semicolon and a change behind it are refused."""
    try:
        check_query(f"SELECT {sql}\n", dialect)
    except StatementRefused:
        return
    with pytest.raises(StatementRefused):
        check_query(f"SELECT {sql}\n; DROP TABLE t", dialect)
