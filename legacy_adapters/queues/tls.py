"""TLS for all sinks: the system's trust store or a file of one's own; certificates are always checked."""

from __future__ import annotations

import ssl
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from legacy_adapters.core.errors import ConfigError, DriverMissing


class TlsOptions(BaseModel):
    """Whom to trust, and who one is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ca_file: str | None = Field(
        default=None,
        min_length=1,
        description="The certificates (PEM) that may vouch for the server; without it those that the system trusts.",
    )
    cert_file: str | None = Field(
        default=None, min_length=1, description="A certificate (PEM) of one's own, where the server asks for it."
    )
    key_file: str | None = Field(
        default=None, min_length=1, description="Its key (PEM), if that is not in the same file."
    )


def tls_context(options: TlsOptions, folder: Path) -> ssl.SSLContext:
    """What a connection is secured with; paths start from ``folder``. Raises ``ConfigError`` for a file that is no
    certificate, ``DriverMissing`` where the system's trust store cannot be asked."""
    context = _trusting(options, folder)
    if options.cert_file is not None:
        key = None if options.key_file is None else folder / options.key_file
        try:
            context.load_cert_chain(folder / options.cert_file, key, password="")
        except (OSError, ValueError) as error:
            hint = "It has to be PEM, and the key without a password."
            raise ConfigError(f"no certificate with its key: {error}", where=options.cert_file, hint=hint) from None
    return context


def _trusting(options: TlsOptions, folder: Path) -> ssl.SSLContext:
    if options.ca_file is None:
        try:
            import truststore
        except ImportError:
            hint = "pip install truststore, or state ca_file."
            raise DriverMissing("the system's trust store is read with the package truststore", hint=hint) from None
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=folder / options.ca_file)
    except (OSError, ValueError) as error:
        hint = "It has to be PEM (-----BEGIN CERTIFICATE-----)."
        raise ConfigError(f"no certificates: {error}", where=options.ca_file, hint=hint) from None


def untrusted(error: BaseException, server: str) -> ConfigError | None:
    """What to say of a server whose certificate is not good; None for any other error."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return None
    hint = "Certificates are always checked: renew it at the server, use the name it was made for, or state ca_file."
    return ConfigError(f"the server's certificate is not trusted: {error.verify_message}", where=server, hint=hint)
