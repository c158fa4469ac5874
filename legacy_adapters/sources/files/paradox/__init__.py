"""Tables of Paradox (.DB) with their long texts (.MB)."""
