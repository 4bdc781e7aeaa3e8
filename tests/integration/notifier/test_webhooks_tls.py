"""Webhooks over TLS: the certificate is that of the name, though the address that was checked is connected to."""

import ssl
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from services.notifier.channels.webhook import Webhooks
from services.notifier.retry import Answer
from tests.integration.notifier.hook import Hook
from tests.unit.notifier.builders import AT, body, receiver

NAME = "acme.invalid"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of NAME and its key in one file, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, SHA256())
    )
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return file


@pytest.fixture
async def hook(certificate: Path) -> AsyncIterator[Hook]:
    """Listening, with the certificate."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    made = Hook(tls=tls)
    await made.up()
    yield made
    await made.down()


async def sent(hook: Hook, host: str, trusted: Path | None) -> Answer:
    async def here(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    verify = ssl.create_default_context(cafile=trusted)
    channel = Webhooks(
        b"-" * 32,
        version="0.1.0",
        timeout=5.0,
        allow_private=True,
        resolve=here,
        transport=httpx2.AsyncHTTPTransport(verify=verify, trust_env=False),
    )
    said = await channel.send(receiver("acme", "acme", hook.url(host=host)), "v1", body(), AT)
    await channel.close()
    return said


async def test_the_certificate_of_the_name_is_accepted(hook: Hook, certificate: Path) -> None:
    assert (await sent(hook, NAME, certificate)).status == 204


async def test_the_certificate_of_another_name_is_refused(hook: Hook, certificate: Path) -> None:
    said = await sent(hook, "other.invalid", certificate)
    assert "certificate" in str(said.error).lower()
    assert hook.got == []


async def test_a_certificate_that_nobody_trusts_is_refused(hook: Hook) -> None:
    assert "certificate" in str((await sent(hook, NAME, None)).error).lower()
    assert hook.got == []
