"""Databases: settings, the catalogue, one long SELECT per stream by its own key, and one adapter per kind."""
