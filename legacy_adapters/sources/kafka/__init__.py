"""Events of Kafka topics as a source."""
