"""What was seen before: duplicates within a run, rows unchanged since the last one."""
