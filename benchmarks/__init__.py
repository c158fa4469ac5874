"""Measures us and the peers in one run, on one ledger, each copy compared with the truth: ``python -m benchmarks``."""
