"""Events of Redis streams as a source."""
