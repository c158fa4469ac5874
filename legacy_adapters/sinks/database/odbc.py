"""Whatever has an ODBC driver."""
