"""Records as CloudEvents 1.0, for queues and APIs alike."""
