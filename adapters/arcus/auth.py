"""Arcus reads are public: no key is sent, for a key would only add a way to be refused."""

from collections.abc import Mapping


class ArcusAuth:
    """Adds nothing to a call."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """No headers."""
        return {}

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """Nothing to renew."""
        return False
