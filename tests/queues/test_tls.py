"""Whom a connection trusts."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import pytest
import truststore

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.queues.tls import TlsOptions, tls_context, untrusted
from tests.service.certificates import Certificate


def test_the_systems_trust_store_is_asked(tmp_path: Path) -> None:
    """Unless a file is stated."""
    assert isinstance(tls_context(TlsOptions(), tmp_path), truststore.SSLContext)


def test_without_its_package_one_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of one's own needs none."""
    monkeypatch.setitem(sys.modules, "truststore", None)
    with pytest.raises(DriverMissing, match="pip install truststore, or state ca_file"):
        tls_context(TlsOptions(), tmp_path)


def test_a_file_may_vouch(tmp_path: Path) -> None:
    """Certificate and name are checked all the same."""
    Certificate.make(tmp_path)
    context = tls_context(TlsOptions(ca_file="certificate.pem"), tmp_path)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_one_may_have_a_certificate_oneself(tmp_path: Path) -> None:
    """Paths start from the folder of the pipeline file."""
    Certificate.make(tmp_path)
    options = TlsOptions(ca_file="certificate.pem", cert_file="certificate.pem", key_file="key.pem")
    assert tls_context(options, tmp_path).get_ca_certs()


@pytest.mark.parametrize("setting", ["ca_file", "cert_file"])
@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_file_that_is_none_is_named(setting: str, content: str | None, tmp_path: Path) -> None:
    """Missing, or something else."""
    if content is not None:
        (tmp_path / "x.pem").write_text(content)
    with pytest.raises(ConfigError, match="PEM") as raised:
        tls_context(TlsOptions.model_validate({setting: "x.pem"}), tmp_path)
    assert raised.value.where == "x.pem"


def test_only_certificates_are_explained() -> None:
    """Other errors are for others."""
    assert untrusted(OSError(), "here") is None
    assert untrusted(ssl.SSLError(), "here") is None
