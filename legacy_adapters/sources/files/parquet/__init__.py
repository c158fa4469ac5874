"""Parquet: columns as they are typed, in types that all others can work with, and nothing expanded without bounds."""
