"""A guided setup, brought as far as a test needs it."""

from typing import Any

from bot.domain.errors import NotSetUp
from bot.domain.ids import GuildId
from tests.cogs.conftest import Dao
from tests.cogs.governance.guided import Moderator

EOA = "0x00000000000000000000000000000000000000AA"


async def stored(dao: Dao) -> Any:
    """The space and its track main; None where nothing is set up."""
    try:
        return await dao.services.space_setup.space(GuildId(dao.guild.id))
    except NotSetUp:
        return None


async def at_power(dao: Dao, preset: str = "token", name: str = "mona") -> Moderator:
    """Who has chosen channels, roles and rules."""
    moderator = await Moderator(dao, name).begin()
    await moderator.choose_places()
    await moderator.choose("preset", preset)
    return moderator


async def at_summary(dao: Dao, name: str = "mona") -> Moderator:
    moderator = await at_power(dao, name=name)
    await moderator.fill("Enter addresses", sources=dao.folk.address, executor=dao.safe.address)
    assert "look through it" in moderator.text
    return moderator
