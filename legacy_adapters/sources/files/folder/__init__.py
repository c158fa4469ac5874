"""A folder in which files are left: which may be taken, each by one runner only, and where they go afterwards."""
