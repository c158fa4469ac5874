"""COBOL copybooks: from source text to a tree of items with storage."""
