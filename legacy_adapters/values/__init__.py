"""Every way between text and numbers, dates and booleans, and every change of scale."""
