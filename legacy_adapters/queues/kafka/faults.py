"""What the errors of confluent-kafka, its own and those of the brokers, mean for a run."""

from __future__ import annotations

from confluent_kafka import KafkaError

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import scrub

_DOWN = "Are the brokers running, are host and port right, and is it their port for TLS (or set tls: false)?"
_LOGIN = "Check user, password and mechanism; it is not tried again, as that could lock the account."
_RIGHTS = "Let the user describe the topic, and write to it (create it, with declare: true), or read it and the group."
_TRUST = "Certificates are always checked: renew it at the brokers, use the names they were made for, or state ca_file."
_MISSING = "Make it at the cluster, correct its name, or let a sink make it (declare: true)."
_LARGE = (
    "Set max_message_bytes to what the topic takes (max.message.bytes): then records that are larger are rejects, "
    "and the others go on."
)

OF_THE_RECORD = frozenset({KafkaError.INVALID_RECORD, KafkaError.INVALID_TIMESTAMP, KafkaError.INVALID_MSG})
"""What a broker says of a record that it will never take."""

_LOGINS = frozenset(
    {KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED, KafkaError.UNSUPPORTED_SASL_MECHANISM}  # noqa: SLF001 - so called
)
_FORBIDDEN = frozenset(
    {
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
        KafkaError.GROUP_AUTHORIZATION_FAILED,
        KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    }
)
_NOT_THERE = frozenset(
    {KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC, KafkaError._UNKNOWN_PARTITION}  # noqa: SLF001 - so called
)
_TOO_LARGE = frozenset({KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.RECORD_LIST_TOO_LARGE})
_WRONG = frozenset(
    {
        KafkaError.TOPIC_EXCEPTION,
        KafkaError.POLICY_VIOLATION,
        KafkaError.INVALID_CONFIG,
        KafkaError.INVALID_PARTITIONS,
        KafkaError.INVALID_REPLICATION_FACTOR,
        KafkaError.INVALID_SESSION_TIMEOUT,
        KafkaError._INVALID_ARG,  # noqa: SLF001 - so called
    }
)


def told(error: KafkaError, where: str) -> LegacyAdaptersError:
    """The error as one of ours; ``where`` names the brokers, or the topic."""
    code, said = error.code(), scrub(error.str())
    if "certificate verify failed" in said:
        return ConfigError("the brokers' certificate is not trusted", where=where, hint=_TRUST)
    if code in _LOGINS:
        return AccessDenied(f"login refused: {said}", where=where, hint=_LOGIN)
    if code in _FORBIDDEN:
        return AccessDenied(said, where=where, hint=_RIGHTS)
    if code in _NOT_THERE:
        return ConfigError("there is no such topic, or no longer", where=where, hint=_MISSING)
    if code in _TOO_LARGE:
        return OutputError(f"the brokers take less at once: {said}", where=where, hint=_LARGE)
    if code in _WRONG:
        return ConfigError(said, where=where, hint="Correct what it names in the settings, or at the cluster.")
    if code == KafkaError.THROTTLING_QUOTA_EXCEEDED:
        return Unavailable(said, where=where, hint="The cluster limits what is made; try again later.")
    return Unavailable(f"the connection failed or was lost: {said}", where=where, hint=_DOWN)


def missing(topic: str, where: str) -> ConfigError:
    """What to say of a topic that is not there."""
    return ConfigError(f"there is no topic {topic}", where=where, hint=_MISSING)
