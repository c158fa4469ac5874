"""Files of every format, on this machine or another, whole or not at all."""
