"""From the spool to the sinks: what waits is delivered, and what came of it is written down."""
