"""The state as a whole: where it lives, and how it is backed up, shown and put back."""
