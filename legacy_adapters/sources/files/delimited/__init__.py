"""Delimited text (CSV and its relatives): settings, header, and readers that are exact and fast."""
