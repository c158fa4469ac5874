"""How the bytes of a field become values: one file per kind, each working on all records of a piece at once."""
