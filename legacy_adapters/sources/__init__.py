"""Where data is read: one room per kind of source."""
