"""The common schema: entities and their fields, as data."""
