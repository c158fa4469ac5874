"""What a clerk would do to get to a screen, step by step."""
