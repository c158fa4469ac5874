"""Folders on servers and in buckets, read through fsspec."""
