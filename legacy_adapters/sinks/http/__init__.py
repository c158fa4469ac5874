"""Records to an HTTP API, with credentials, patience, and an answer for each record."""
