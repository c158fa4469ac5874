"""Events read back from queues: parsed to columns, grouped, and handed on as the records that they were."""
