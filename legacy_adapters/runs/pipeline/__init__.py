"""The pipeline file: read, filled in, validated, and what follows from it before anything runs."""
