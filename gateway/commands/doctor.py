"""`gateway doctor`: whether the settings reach each venue."""

import asyncio
import logging
import sys
from pathlib import Path

import click

from domain.errors import VenueError
from domain.ports import AccountPort
from gateway.commands import DONE, VENUE_FAILED
from gateway.commands.settings import settings_or_exit
from gateway.runtime import Gateway
from gateway.settings import Settings
from gateway.telemetry import configure_logging


def run(config: Path | None) -> None:
    """Print one line a venue."""
    settings = settings_or_exit(config)
    configure_logging(logging.CRITICAL)
    click.echo(f"settings       valid; {len(settings.links)} participants linked")
    sys.exit(asyncio.run(_examine(settings)))


async def _examine(settings: Settings) -> int:
    async with Gateway.open(settings) as gateway:
        gateway.start_budget()
        venues = list(gateway.ports.holds)
        findings = await asyncio.gather(*(_finding(gateway.ports.accounts.get(venue)) for venue in venues))
    for venue, (finding, _) in zip(venues, findings, strict=True):
        click.echo(f"{venue.title:<14} {finding}")
    return VENUE_FAILED if any(failed for _, failed in findings) else DONE


async def _finding(port: AccountPort | None) -> tuple[str, bool]:
    """What a venue's port says, and whether that is a failure; a venue without settings has no port."""
    if port is None:
        return "not configured", False
    try:
        await port.probe()
    except VenueError as error:
        return f"{error.code}: {error}", True
    return "answers", False
