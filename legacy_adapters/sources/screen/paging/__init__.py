"""From one page of a list to the next, to its end."""
