"""The credentials that the sandbox hands out: keys from the seed, an RSA key made when first asked for."""

import base64
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.world import World

PARTICIPANT_ID = "firms/acme-trading/users/john-smith"


class Credentials:
    """What a gateway must know to be let in. Nothing here is a secret of anybody's."""

    def __init__(self, world: World) -> None:
        self.zerohash_key = world.digest("zerohash-key", 0)[:12].hex()
        self.zerohash_secret = base64.b64encode(world.digest("zerohash-secret", 0)).decode()
        self.zerohash_passphrase = world.digest("zerohash-passphrase", 0)[:8].hex()
        self.client_id = f"sandbox-{world.digest('client-id', 0)[:8].hex()}"
        self.participant_id = PARTICIPANT_ID
        self.token_key = world.digest("token-key", 0)

    @cached_property
    def private_key(self) -> rsa.RSAPrivateKey:
        """The RSA key of the Polymarket US client; not from the seed, new in each sandbox."""
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def write_private_key(self, directory: Path) -> Path:
        """Writes the private key as unencrypted PKCS#8, for its owner's eyes only; gives the file."""
        pem = self.private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        key_file = directory / "polymarket-us-key.pem"
        key_file.touch(mode=0o600)
        key_file.chmod(0o600)
        key_file.write_bytes(pem)
        return key_file
