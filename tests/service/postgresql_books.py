"""A PostgreSQL database with a table of each kind: types, misfits, odd names and texts, partitions, keys, changes."""

from __future__ import annotations

import psycopg

from tests.service.postgres import PostgresServer

ODD_TEXTS = [
    "",
    None,
    " ",
    "\\N",
    "\\.",
    "\\",
    "\\\\n",
    "\\n",
    "a\nb",
    "a\r\nb",
    "a\tb",
    "\b\f\v\x01\x1f\x7f",
    "quote \" and ' and ,;",
    "\ufeffBOM",
    "ÆØÅ æøå äöüß € 🂡 \u2028",
    "NULL",
    "t",
    "x" * 20_000,
]

_TABLES = """
CREATE TABLE odd_texts (id int PRIMARY KEY, v text);
CREATE TYPE mood AS ENUM ('gut', 'so lala');
CREATE DOMAIN amount AS numeric(18, 2);
CREATE TABLE kinds (
    i2 smallint, i4 integer PRIMARY KEY, i8 bigint, money_like numeric(18, 2), wide numeric(38, 10), free numeric,
    huge numeric(50, 5), hundreds numeric(5, -2), dom amount, f4 real, f8 double precision, yes boolean, d date,
    ts timestamp, tz timestamptz, t time, padded char(5), v varchar(9), u uuid, j jsonb, a int[], iv interval,
    b bytea, m mood, cash money);
INSERT INTO kinds VALUES (-32768, 1, 9223372036854775807, 12.50, 1234567890123456789012345678.0123456789, 1e30,
    1.5, 12300, 0.10, 0.1, 0.1, true, '2024-02-29', '2024-02-29 23:59:59.123456', '2024-02-29 23:59:59+02',
    '12:30:00.5', 'ab', 'x ', '00000000-0000-0000-0000-00000000000a', '{"a": 1}', '{1,NULL}', '1 day 2 hours',
    '\\x00ff', 'so lala', 1234.5);
INSERT INTO kinds (i4) VALUES (2);
CREATE TABLE misfits (id int PRIMARY KEY, d date, ts timestamp, tz timestamptz, n numeric(18, 2), free numeric, t time,
    f float8);
INSERT INTO misfits VALUES
    (1, '2024-01-31', '2024-01-31 12:00:00', '2024-01-31 12:00:00Z', 1.25, 1.25, '23:59:59', 0.5),
    (2, 'infinity', '-infinity', 'infinity', 'NaN', 'NaN', '24:00:00', 'NaN'),
    (3, '0044-03-15 BC', '10000-01-01', '0001-01-01 00:00:00Z BC', 2.5, 'Infinity', NULL, 'Infinity');
CREATE SEQUENCE numbers;
CREATE SCHEMA sales;
CREATE TABLE sales.gl (id int PRIMARY KEY, amount numeric(18, 2));
INSERT INTO sales.gl SELECT i, i FROM generate_series(1, 10) i;
CREATE TABLE "Größe ""x"" $a.b" ("select" int PRIMARY KEY, "a b" text, "a.b" text, "ä""$" text);
INSERT INTO "Größe ""x"" $a.b" VALUES (1, 'eins', 'zwei', 'drei');
CREATE TABLE parted (year int, id int, PRIMARY KEY (year, id)) PARTITION BY LIST (year);
CREATE TABLE parted_2023 PARTITION OF parted FOR VALUES IN (2023);
CREATE TABLE parted_2024 PARTITION OF parted FOR VALUES IN (2024);
INSERT INTO parted SELECT 2023 + i % 2, i FROM generate_series(1, 6) i;
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (1);
CREATE TABLE secondary (id int, code text NOT NULL UNIQUE);
INSERT INTO secondary VALUES (1, 'a'), (NULL, 'b');
CREATE TABLE nothing ();
CREATE VIEW sales.totals AS SELECT sum(amount) AS total FROM sales.gl;
CREATE MATERIALIZED VIEW stored AS SELECT 1 AS one;
CREATE TABLE keyed (t text, ts timestamp, n numeric, u char(8), d float8, PRIMARY KEY (t, ts, n, u, d));
INSERT INTO keyed SELECT t, ts, n, u, d FROM
    unnest(ARRAY['it''s', '\\', 'x''); DROP TABLE keyed; --', 'ä']) t,
    unnest(ARRAY['2024-01-31 12:00:00.000001', '2024-01-31 12:00:00.000002', '-infinity']::timestamp[]) ts,
    unnest(ARRAY[1e-20, 12345678901234567890.5]::numeric[]) n, unnest(ARRAY['a', 'a b']) u,
    unnest(ARRAY[0.1, 1e300]) d;
CREATE TABLE changes (id int PRIMARY KEY, changed timestamp, stamp timestamptz, version bigint);
INSERT INTO changes SELECT i,
    CASE WHEN i % 5 > 0 THEN timestamp '2024-01-31 12:00:00' + i * interval '1 microsecond' END,
    timestamptz '2024-01-31 12:00:00Z' + i * interval '1 microsecond', i FROM generate_series(1, 20) i;
"""


def make_books(postgres: PostgresServer, name: str) -> str:
    """The URL of a superuser at a new database of this name."""
    url = postgres.create_database(name)
    with psycopg.connect(url) as connection:
        connection.execute(_TABLES.encode())
        connection.cursor().executemany("INSERT INTO odd_texts (id, v) VALUES (%s, %s)", list(enumerate(ODD_TEXTS)))
    return url
