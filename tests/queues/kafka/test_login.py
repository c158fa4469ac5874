"""Who one is at Kafka, in the client's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.kafka.login import KafkaLogin, connection, named


def test_certificates_and_names_are_checked() -> None:
    """Whatever is stated; files lie below the folder, and the key may be in the certificate's."""
    login = KafkaLogin(brokers=("b1:9093",), user="u", password="hidden-secret", cert_file="own.pem", ca_file="ca.pem")
    config = connection(login, Path("/books"), "run 1")
    assert (config["security.protocol"], config["sasl.mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")
    assert config["enable.ssl.certificate.verification"] is True
    assert config["ssl.endpoint.identification.algorithm"] == "https"
    assert config["ssl.ca.location"] == str(Path("/books/ca.pem"))
    assert config["ssl.key.location"] == config["ssl.certificate.location"] == str(Path("/books/own.pem"))
    assert scrub("hidden-secret") == "***"


def test_plain_brokers() -> None:
    """Neither login nor TLS, several of them as one text."""
    login = KafkaLogin.model_validate({"brokers": "b1:9092, b2:9092", "tls": False})
    assert connection(login, Path(), "x")["security.protocol"] == "PLAINTEXT"
    assert named(login) == "b1:9092,b2:9092"


@pytest.mark.parametrize("wrong", [{"brokers": "u:p@b1:9093"}, {"user": "u"}, {"password": "p"}], ids=repr)
def test_half_a_login_is_refused(wrong: dict[str, object]) -> None:
    """And one that stands in the name of a broker."""
    with pytest.raises(ValidationError):
        KafkaLogin.model_validate({"brokers": "b1:9093"} | wrong)
