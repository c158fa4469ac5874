"""What a screen says of itself, and whether what was read is all of it."""
