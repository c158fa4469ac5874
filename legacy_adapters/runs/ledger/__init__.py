"""What a state remembers: the ledger, table by table."""
