"""Events of NATS JetStream as a source."""
