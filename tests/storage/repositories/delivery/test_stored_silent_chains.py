"""Chains of which servers were told that they are silent."""

from datetime import timedelta

from bot.domain.ids import ChainId
from bot.domain.silent_chain import SilentChain
from bot.storage.database import Database
from tests.fakes.clock import START


async def test_a_chain_is_silent_once_until_it_answers(database: Database) -> None:
    first, other = SilentChain(ChainId(1), START), SilentChain(ChainId(2**53), START + timedelta(minutes=1))
    async with database.unit_of_work(()).writing() as repositories:
        await repositories.silent_chains.add(other)
        await repositories.silent_chains.add(first)
        await repositories.silent_chains.add(SilentChain(ChainId(1), START + timedelta(days=1)))
        assert await repositories.silent_chains.all() == [first, other]
        await repositories.silent_chains.remove(ChainId(1))
        await repositories.silent_chains.remove(ChainId(1))
        assert await repositories.silent_chains.all() == [other]
