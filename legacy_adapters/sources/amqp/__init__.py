"""Events of RabbitMQ as a source."""
