"""`gateway doctor`: whether the settings reach each venue, and each link an account."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from adapters.transport.calls import CallRecord
from adapters.transport.transport import Transport
from domain.accounts import Account
from domain.errors import Unavailable, VenueCredentialsError, VenueError, VenueTimeoutError, VenueUnavailableError
from domain.keys import AccountKey, MarginKey, TradingKey
from domain.ports import AccountPort, Result
from domain.venues import Venue
from gateway.commands import DONE, NO, VENUE_FAILED, fail
from gateway.commands.reach import SKEWED, Reached, reach
from gateway.commands.settings import settings_or_exit
from gateway.runtime import Gateway
from gateway.settings import PREFIX, Settings
from gateway.telemetry import configure_logging

AT_ONCE = 50
"""Linked accounts that are read within the deadline of one request."""


class Finding(NamedTuple):
    """What is known of one venue: one line, and a line for each of its links that is broken."""

    line: str
    status: int
    proved: int = 0
    broken: tuple[str, ...] = ()


def run(config: Path | None) -> None:
    """Print one line per venue, then one for each broken link."""
    settings = settings_or_exit(config)
    configure_logging(logging.CRITICAL)
    if not settings.venues:
        fail(
            NO,
            "The settings are valid, but no venue has any: docs/settings.md lists them, and `gateway demo` needs none.",
        )
    click.echo(f"settings       valid; {len(settings.links)} participants linked")
    findings = asyncio.run(_examine(settings))
    for venue, finding in findings.items():
        click.echo(f"{venue.title:<14} {finding.line}")
    _say_links(settings, findings)
    sys.exit(max(finding.status for finding in findings.values()))


def _say_links(settings: Settings, findings: dict[Venue, Finding]) -> None:
    linked = sum(len(owner.links) for owner in settings.links.values())
    proved = sum(finding.proved for finding in findings.values())
    broken = [line for finding in findings.values() for line in finding.broken]
    unknown = linked - proved - len(broken)
    rest = f", {unknown} not checked: their venue does not answer or has no settings" if unknown else ""
    click.echo(f"links          {proved} of {linked} linked accounts can be read{rest}")
    for line in broken:
        click.echo(f"  {line}")


async def _examine(settings: Settings) -> dict[Venue, Finding]:
    records: list[CallRecord] = []
    async with Gateway.open(settings, partial(Transport, observe=records.append)) as gateway:
        ports = gateway.ports
        findings = await asyncio.gather(
            *(_finding(gateway, ports.accounts.get(venue), venue, records) for venue in ports.holds)
        )
    return dict(zip(ports.holds, findings, strict=True))


async def _finding(gateway: Gateway, port: AccountPort | None, venue: Venue, records: list[CallRecord]) -> Finding:
    """What a venue's port says; a venue without settings has no port."""
    if port is None:
        return Finding("not configured", DONE)
    gateway.start_budget()
    try:
        await port.probe()
    except VenueError as error:
        reached = await reach(_addresses(gateway.settings, venue))
        return Finding(
            f"{error.code}: {error}{_figures(venue, records)}{_cause(error, reached, _refused(venue, records))}",
            VENUE_FAILED,
        )
    figures = _figures(venue, records)  # of the probe: the links make records, too
    proved, broken, status = await _links(gateway, port)
    return Finding(f"answers{figures}", status, proved, tuple(broken))


def _figures(venue: Venue, records: Sequence[CallRecord]) -> str:
    """Status and time of the latest call to a venue."""
    latest = next((record for record in reversed(records) if record.venue is venue), None)
    if latest is None:
        return ""
    status = f"status {latest.status}" if latest.status else "no status"
    return f" ({latest.call}: {status} in {latest.milliseconds:.0f} ms)"


def _addresses(settings: Settings, venue: Venue) -> dict[str, str]:
    """The venue's addresses by the settings that hold them."""
    told = settings.venues[venue]
    names = [field.name for field in msgspec.structs.fields(told) if field.name.endswith("_url")]
    return {f"{PREFIX}{venue.value}__{name.upper()}": getattr(told, name) for name in names}


def _refused(venue: Venue, records: Sequence[CallRecord]) -> bool:
    """Whether the latest call to a venue was refused by its status, and not by what it found there."""
    latest = next((record for record in reversed(records) if record.venue is venue), None)
    return latest is None or latest.status != 200


def _cause(error: VenueError, reached: dict[str, Reached], refused: bool) -> str:  # noqa: FBT001
    """What the way to the venue's addresses says of the failure, as a second sentence."""
    if isinstance(error, VenueUnavailableError | VenueTimeoutError):
        obstacles = [f" {name}: {found.obstacle}." for name, found in reached.items() if found.obstacle]
        return "".join(obstacles)
    ahead = next((found.ahead for found in reached.values() if found.ahead is not None), None)
    if not isinstance(error, VenueCredentialsError) or not refused:
        return ""
    if ahead is None:
        return " The venue does not say what time it is there, so the clock here may be wrong, too."
    if abs(ahead) <= SKEWED:
        return " The clocks here and there agree, so it is the credential."
    return f" The clock here is {abs(ahead):.0f} s {'behind' if ahead > 0 else 'ahead of'} the venue's: set it first."


async def _links(gateway: Gateway, port: AccountPort) -> tuple[int, list[str], int]:
    """How many linked accounts of the venue can be read, a line for each other one, and what that means in the end."""
    linked = [
        (code, link.key)
        for code, owner in gateway.settings.links.items()
        for link in owner.links
        if link.venue is port.venue
    ]
    pending, proved, broken, status = iter(linked), 0, [], DONE
    while chunk := list(islice(pending, AT_ONCE)):
        for (code, key), result in zip(chunk, await _read(gateway, port, [key for _, key in chunk]), strict=True):
            if result is None:
                broken.append(f"{code}: {port.venue.title} knows no {port.holds.value} {_written(key)}.")
                status = max(status, NO)
            elif isinstance(result, Unavailable):
                broken.append(f"{code}: {port.holds.value} {_written(key)}: {result.code}: {result.message}")
                status = VENUE_FAILED
            else:
                proved += 1
    return proved, broken, status


async def _read(gateway: Gateway, port: AccountPort, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
    """Each account, with a deadline of their own."""
    gateway.start_budget()
    try:
        return await port.accounts(keys)
    except VenueError as error:
        return [error.unavailable for _ in keys]


def _written(key: AccountKey) -> str:
    """A key as people read it."""
    if isinstance(key, TradingKey):
        return key.name
    return f"{key.address} #{key.account_index}" if isinstance(key, MarginKey) else " ".join(key)
