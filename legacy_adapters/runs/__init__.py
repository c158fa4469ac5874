"""One execution of one pipeline, and the only room that knows all others: pipeline file, engine, ledger, report."""
