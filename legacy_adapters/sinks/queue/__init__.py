"""A durable queue in one SQLite file: needs no server, takes each event once, and is read by Python and SQL alike."""
