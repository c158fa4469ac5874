"""What flows and what may fail: batches, records, rejects, checkpoints, errors and the contracts between the rooms."""
