"""The command line, one file per command. Data goes to standard output, talk to standard error."""

from legacy_adapters.cli.main import main

__all__ = ["main"]
