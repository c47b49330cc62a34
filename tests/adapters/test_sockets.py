"""The adapters over real sockets, against the served sandbox."""

import msgspec
import pytest

from domain.errors import (
    Unavailable,
    VenueAnswerError,
    VenueError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.keys import Owner
from domain.labeled import LabeledAccount
from domain.venues import Venue
from sandbox.serve import serve
from tests.adapters.conftest import OpenWired
from tests.adapters.transport.scripted import AMPLE


@pytest.mark.parametrize(
    ("mode", "options", "expected"),
    [
        ("down", {}, VenueUnavailableError),
        ("slow", {"seconds": 5}, VenueTimeoutError),
        ("truncated", {"how": "length"}, VenueAnswerError),
        ("rate_limited", {"retry_after": 60}, VenueRateLimitedError),
    ],
)
async def test_faults_over_sockets(
    open_wired: OpenWired, mode: str, options: dict[str, object], expected: type[VenueError]
) -> None:
    """The sandbox's faults of connections are the right errors through the real client, at every venue."""
    sandbox = (await open_wired()).sandbox
    async with serve(sandbox) as running:
        limits = msgspec.structs.replace(AMPLE, timeout=0.1 if mode == "slow" else 5)
        wired = await open_wired(sandbox=sandbox, base_urls=running.base_urls, limits=limits)
        for venue in Venue:
            sandbox.faults.set(venue.value.lower(), mode, **options)
        for port in wired.ports.accounts.values():
            with pytest.raises(expected):
                await port.probe()
            await port.close()


async def test_signed_reads_over_sockets(open_wired: OpenWired) -> None:
    """The sandbox accepts the signatures of every zerohash call that goes through the real client."""
    sandbox = (await open_wired()).sandbox
    async with serve(sandbox) as running:
        wired = await open_wired(sandbox=sandbox, base_urls=running.base_urls)
        port = wired.ports.labeled[Venue.ZEROHASH]
        participants = wired.ports.participants
        assert participants is not None
        [account] = await port.accounts([port.key("ABC123", "general")])
        [accounts] = await port.accounts_of([Owner("ABC123")])
        assert isinstance(account, LabeledAccount)
        assert not isinstance(accounts, Unavailable)
        assert account.key in [each.key for each in accounts.accounts]
        assert len((await participants.participant_page(1, None)).participants) == 20
        await port.close()
