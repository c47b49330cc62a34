"""Which private keys are taken for Polymarket US."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from adapters.polymarket_us.auth import private_key
from tests.adapters.conftest import OpenWired


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    form: serialization.PrivateFormat = serialization.PrivateFormat.PKCS8,
    encryption: serialization.KeySerializationEncryption | None = None,
) -> bytes:
    """The key as a PEM file."""
    return key.private_bytes(serialization.Encoding.PEM, form, encryption or serialization.NoEncryption())


@pytest.mark.parametrize("form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
def test_both_forms_of_key_are_read(key: rsa.RSAPrivateKey, tmp_path: Path, form: serialization.PrivateFormat) -> None:
    """PKCS#1 and PKCS#8 are the same key."""
    path = tmp_path / "key.pem"
    path.write_bytes(pem(key, form))
    assert private_key(path).private_numbers() == key.private_numbers()


@pytest.mark.parametrize("kind", ["small", "elliptic", "encrypted", "public", "nonsense", "empty"])
def test_other_keys_are_refused(key: rsa.RSAPrivateKey, tmp_path: Path, kind: str) -> None:
    """Small, non-RSA, encrypted and public keys, and files without one, are refused without being shown."""
    made: dict[str, Callable[[], bytes]] = {
        "small": lambda: pem(rsa.generate_private_key(65537, 1024)),  # noqa: S505 - refused for this
        "elliptic": lambda: pem(ec.generate_private_key(ec.SECP256R1())),
        "encrypted": lambda: pem(key, encryption=serialization.BestAvailableEncryption(b"phrase")),
        "public": lambda: key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
        "nonsense": lambda: b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
        "empty": lambda: b"",
    }
    path = tmp_path / "key.pem"
    path.write_bytes(made[kind]())
    with pytest.raises(ValueError, match=r".") as refused:
        private_key(path)
    assert "c2Vj" not in str(refused.value)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is an OSError."""
    with pytest.raises(OSError, match="key"):
        private_key(tmp_path / "key.pem")


async def test_the_key_file_is_read_at_once(open_wired: OpenWired, tmp_path: Path) -> None:
    """A key file that cannot be read is found when the ports are opened, not at the first call."""
    with pytest.raises(OSError, match="missing"):
        await open_wired(private_key_file=tmp_path / "missing.pem")
