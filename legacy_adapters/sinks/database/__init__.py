"""Records into the tables of a database: SQLite, PostgreSQL, MariaDB and MySQL, or whatever has an ODBC driver."""
