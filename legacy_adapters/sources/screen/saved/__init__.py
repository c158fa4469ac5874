"""Pages that a run saw, saved beside its recipe, and the same run on them without the application."""
