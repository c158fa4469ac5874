"""Sources in pieces, such as folders of files: each is taken whole or not at all."""
