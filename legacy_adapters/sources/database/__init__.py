"""Databases: SQLite, PostgreSQL, and whatever has an ODBC driver."""
