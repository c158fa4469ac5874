"""Where records go: one room per kind of sink."""
