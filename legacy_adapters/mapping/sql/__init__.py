"""``expr`` and ``when``: SQL over the columns of one row."""
