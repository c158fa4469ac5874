"""What is kept of a screen for people to look at, with every secret struck out of it."""
