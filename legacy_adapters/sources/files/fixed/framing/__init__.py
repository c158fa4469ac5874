"""How a file is cut into records: lines, fixed lengths, lengths in front of each, or counts inside of each."""
