"""Records as text: cells, and the lines that CSV and JSON Lines make of them."""
