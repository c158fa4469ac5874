"""A file that a screen exports, read as any file that is dropped."""
