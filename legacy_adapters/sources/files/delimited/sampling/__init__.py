"""What a sample of a delimited file shows: its rows, what its fields look like, where its table lies."""
