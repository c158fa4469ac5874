"""Screens: what only a browser shows, read as a recipe says, and proven to be all of it."""
