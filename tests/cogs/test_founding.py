"""The servers in which most tests begin are what commands make of one."""

import re
from typing import Any

import pytest

from bot.domain.ids import GuildId
from tests.cogs.conftest import Dao

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def stored(dao: Dao) -> str:
    """All that is stored of a server, with names in the place of what only this server has."""
    names: dict[Any, str] = {dao.guild.id: "guild", dao.safe.address: "Safe", dao.folk.address: "token"}
    names |= {each.id: name for name, each in (dao.channels | dao.roles | dao.people).items()}
    async with dao.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        tracks = await repositories.spaces.tracks(space.id)
        policies = [await repositories.spaces.policies(track.id) for track in tracks]
        bindings, log = repositories.executor_bindings, await repositories.log.of_guild(space.guild)
        (executor,) = tracks[0].policy.executors
        proofs = await bindings.proofs(space.id, executor)
        held = [await bindings.of_space(space.id), await bindings.holder(executor)]
    text = repr([space, tracks, policies, proofs, held, log])
    for own, name in names.items():
        text = text.replace(str(own), name)
    # Numbers of rows, times, nonces, signatures, and hashes of all these.
    text = re.sub(r"datetime\.datetime\([^)]*\)|\d{4}-\d\d-\d\dT[\d:]+Z", "then", text)
    return re.sub(r"\b(?:0x)?[0-9a-f]{24,}\b|\b(?:id|space|track)=\d+", "…", text)


async def test_a_server_begins_as_one_that_was_set_up_by_commands(dao: Dao, fresh: Dao) -> None:
    await fresh.set_up()
    await fresh.prove()
    assert await stored(dao) == await stored(fresh)
    # Both are the same to those who ask, of the chain too.
    assert (await dao.use("mona", "gov safe show")).text.replace(dao.safe.address, fresh.safe.address) == (
        await fresh.use("mona", "gov safe show")
    ).text
