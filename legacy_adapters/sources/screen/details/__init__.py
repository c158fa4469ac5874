"""What is shown of a row on a page of its own."""
