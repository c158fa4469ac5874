"""Compressed files and archives: unpacked within limits, and never outside of a temporary file."""
