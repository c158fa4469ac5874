"""One execution of one pipeline: the only room that knows all the others."""
