"""Records that wait on disk for their sinks: the source and the receivers need not be there at the same time."""
