"""`gateway doctor`: whether the settings reach each venue."""

import asyncio
import sys
from pathlib import Path

import click

from domain.errors import VenueError, VenueNotConfiguredError
from domain.ports import AccountPort
from domain.budget import BUDGET, Budget
from gateway.commands import DONE, VENUE_FAILED
from gateway.commands.serve import settings_or_exit
from gateway.runtime import Gateway
from gateway.settings import Settings
from gateway.telemetry import configure_logging


def run(config: Path | None) -> None:
    """Print one line a venue."""
    settings = settings_or_exit(config)
    configure_logging(50)
    click.echo(f"settings       valid; {len(settings.links)} participants linked")
    sys.exit(asyncio.run(_examine(settings)))


async def _examine(settings: Settings) -> int:
    async with Gateway.open(settings) as gateway:
        BUDGET.set(Budget(settings.deadline_seconds))
        findings = await asyncio.gather(*(_finding(port) for port in gateway.ports.accounts.values()))
    for port, (finding, _) in zip(gateway.ports.accounts.values(), findings, strict=True):
        click.echo(f"{port.venue.title:<14} {finding}")
    return VENUE_FAILED if any(failed for _, failed in findings) else DONE


async def _finding(port: AccountPort) -> tuple[str, bool]:
    try:
        await port.probe()
    except VenueNotConfiguredError:
        return "not configured", False
    except VenueError as error:
        return f"{error.code}: {error}", True
    return "answers", False
