"""From raw rows to records of the common schema: pure, vectorised, compiled once per stream."""
