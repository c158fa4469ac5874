"""The embedded queue: one SQLite file, its tables, and how events are taken out of it."""
