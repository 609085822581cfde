"""The exhibition and its page."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.discord_addresses import point_at
from sandbox.browser import Pages
from sandbox.discord import Channel, Discord, ManualClock, Person
from tests.sandbox.browser.exhibition import Exhibition
from tests.sandbox.browser.visiting import Visitor
from tests.sandbox.discord.conftest import running

Visit = Callable[[Person, Channel], Visitor]


@pytest.fixture
def clock() -> ManualClock:
    """The sandbox's clock, which stands still at the machine's time of the beginning."""
    return ManualClock(datetime.now(UTC))


@pytest.fixture
async def here(clock: ManualClock) -> AsyncIterator[Exhibition]:
    """The exhibition with its bot connected; this Discord must not have said anything that Discord would not."""
    async with Discord.serve(clock=clock) as discord:
        point_at(discord.api_url, discord.gateway_url)
        exhibition = Exhibition(discord)
        async with running(exhibition.bot, exhibition.app):
            await exhibition.bot.tree.sync()
            yield exhibition
            exhibition.release.set()
        assert exhibition.bot.errors == []
        assert discord.violations == []


@pytest.fixture
async def pages(here: Exhibition) -> AsyncIterator[Pages]:
    async with Pages.serve(here.server) as pages:
        yield pages


@pytest.fixture
async def visit(pages: Pages) -> AsyncIterator[Visit]:
    """Opens windows."""
    async with aiohttp.ClientSession() as http:
        yield lambda person, place: Visitor(http, pages, person, place)
