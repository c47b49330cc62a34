"""Puts one sandbox together: the world, its credentials, the three venues and what stands before them."""

import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

import msgspec
from starlette.types import ASGIApp

from sandbox import arcus, polymarket_us, zerohash
from sandbox.control import control_app, venue_control
from sandbox.credentials import Credentials
from sandbox.distortion import Forms
from sandbox.faults import Faults
from sandbox.front import Call, Front, Record
from sandbox.limits import Clock
from sandbox.world import PLATFORM, World


class Sandbox:
    """Three venues over one world, with their faults and the record of their calls."""

    def __init__(self, participants: int, seed: int, *, limits: bool, clock: Clock) -> None:
        self.world = World(participants, seed)
        self.credentials = Credentials(self.world)
        self.faults = Faults()
        self.record = Record()
        self.zerohash = zerohash.Zerohash(self.world, self.credentials, limits=limits, clock=clock)
        self.polymarket_us = polymarket_us.PolymarketUs(self.world, self.credentials, limits=limits, clock=clock)
        self.arcus = arcus.Arcus(self.world, limits=limits, clock=clock)
        self.apps: dict[str, ASGIApp] = {
            "zerohash": self._front("zerohash", self.zerohash.app, zerohash.FORMS, zerohash.SPARED),
            "polymarket_us": self._front(
                "polymarket_us", self.polymarket_us.app, polymarket_us.FORMS, polymarket_us.SPARED
            ),
            "arcus": self._front("arcus", self.arcus.app, arcus.FORMS, arcus.SPARED),
        }
        self.control: ASGIApp = control_app(self.faults, self.record)

    @property
    def calls(self) -> deque[Call]:
        """The newest upstream calls, oldest first, token calls included."""
        return self.record.calls

    def count(self, venue: str) -> int:
        """How many calls the venue received since the last reset."""
        return self.record.counts[venue]

    def reset_calls(self) -> None:
        """Forgets all calls."""
        self.record.reset()

    def environment(self, base_urls: Mapping[str, str], directory: Path) -> dict[str, str]:
        """The settings that make a gateway speak to this sandbox; writes its private key and links there."""
        key_file = directory / "polymarket-us-key.pem"
        key_file.touch(mode=0o600)
        key_file.chmod(0o600)
        key_file.write_bytes(self.credentials.private_key_pem())
        links_file = directory / "links.json"
        links_file.write_bytes(msgspec.json.encode(self.world.links()))
        credentials = self.credentials
        polymarket_base = base_urls["polymarket_us"].rstrip("/")
        return {
            "GATEWAY_ZEROHASH__BASE_URL": base_urls["zerohash"].rstrip("/"),
            "GATEWAY_ZEROHASH__API_KEY": credentials.zerohash_key,
            "GATEWAY_ZEROHASH__API_SECRET": credentials.zerohash_secret,
            "GATEWAY_ZEROHASH__PASSPHRASE": credentials.zerohash_passphrase,
            "GATEWAY_ZEROHASH__PLATFORM_CODE": PLATFORM,
            "GATEWAY_POLYMARKET_US__BASE_URL": polymarket_base,
            "GATEWAY_POLYMARKET_US__TOKEN_URL": f"{polymarket_base}/oauth/token",
            "GATEWAY_POLYMARKET_US__CLIENT_ID": credentials.client_id,
            "GATEWAY_POLYMARKET_US__PRIVATE_KEY_FILE": str(key_file),
            "GATEWAY_POLYMARKET_US__PARTICIPANT_ID": credentials.participant_id,
            "GATEWAY_ARCUS__BASE_URL": base_urls["arcus"].rstrip("/"),
            "GATEWAY_LINKS_FILE": str(links_file),
        }

    def _front(self, venue: str, app: ASGIApp, forms: Forms, spared: frozenset[str]) -> Front:
        return Front(
            venue,
            app,
            faults=self.faults,
            record=self.record,
            forms=forms,
            control=venue_control(venue, self.faults, self.record),
            spared=spared,
        )


def create_sandbox(participants: int = 20, seed: int = 7, *, limits: bool = True, clock: Clock = time.time) -> Sandbox:
    """A sandbox of so many people, John included, with the documented rate limits on or off."""
    if participants < 1:
        message = f"A sandbox has at least one participant, not {participants}."
        raise ValueError(message)
    return Sandbox(participants, seed, limits=limits, clock=clock)
