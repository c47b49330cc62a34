"""How a connection is not made: refused, not in time, without an address, without TLS that can be trusted."""

import asyncio
import datetime
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.transport.calls import CallRecord
from adapters.transport.rates import Limits
from domain.errors import VenueUnavailableError
from tests.adapters.transport.scripted import AMPLE, READ, body_of, free_port, listening, transport_to


async def refusal_of(url: str, limits: Limits = AMPLE) -> tuple[str, int, float]:
    """What a read there ends in, after how many attempts and seconds."""
    records, started = list[CallRecord](), time.monotonic()
    transport = transport_to(url, limits=limits, records=records)
    with pytest.raises(VenueUnavailableError) as raised:
        await transport.fetch(READ, body_of)
    await transport.close()
    assert {record.status for record in records} == {None}
    return str(raised.value), len(records), time.monotonic() - started


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_refused_connection_says_so(host: str) -> None:
    """Nobody listens: three attempts, and the sentence tells it from other failures."""
    words, attempts, _ = await refusal_of(f"http://{host}:{free_port()}")
    assert words == "Arcus could not be reached: it refused the connection (call: account)."
    assert attempts == 3


async def test_a_name_without_an_address_says_so() -> None:
    """What is wrong is the name, and not what is behind it."""
    words, attempts, _ = await refusal_of("http://nowhere.invalid")
    assert words == "Arcus could not be reached: its name has no address (DNS) (call: account)."
    assert attempts == 3


async def test_a_connection_that_is_not_made_is_given_up_after_its_own_time() -> None:
    """Where nothing answers at all, each attempt to connect ends after the figure for it, not at the time-out."""
    async with full() as url:
        words, attempts, seconds = await refusal_of(url, msgspec.structs.replace(AMPLE, connect=0.2))
    assert words == "Arcus did not accept a connection in time (call: account)."
    assert attempts == 3
    assert 0.6 <= seconds < 3
    assert AMPLE.connect == 1


async def test_a_certificate_that_nobody_vouches_for_is_not_tried_twice(certificate: Path) -> None:
    """Who cannot show that it is the venue gets no call, and will not be the venue a moment later."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    heads = list[bytes]()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.read(10))
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    words, attempts, _ = await refusal_of(f"https://localhost:{server.sockets[0].getsockname()[1]}")
    server.close()
    assert words == "Arcus could not be reached safely: TLS failed (call: account)."
    assert (attempts, b"".join(heads)) == (1, b"")


async def test_a_venue_that_speaks_no_tls_is_not_tried_twice() -> None:
    """An https address at which something else answers is a failure of TLS as well."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with listening(plain) as url:
        words, attempts, _ = await refusal_of(url.replace("http:", "https:"))
    assert words == "Arcus could not be reached safely: TLS failed (call: account)."
    assert attempts == 1


@asynccontextmanager
async def full() -> AsyncIterator[str]:
    """An address that takes no more connections and does not say so: its queue is full and nobody accepts."""
    with socket.socket() as server, ExitStack() as stack:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that it has signed itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
