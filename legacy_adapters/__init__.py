"""Data out of systems that were never meant to give it up, clean, in one schema, with nothing lost."""
