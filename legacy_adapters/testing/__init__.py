"""Shipped to users: conformance suites for readers and sinks."""
