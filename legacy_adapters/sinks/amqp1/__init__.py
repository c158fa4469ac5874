"""AMQP 1.0: Azure Service Bus, ActiveMQ, Artemis, Qpid, RabbitMQ."""
