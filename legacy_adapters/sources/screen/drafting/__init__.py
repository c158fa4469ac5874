"""A first recipe from what a person did in a browser. Pure, but for the script that a page runs meanwhile."""
