"""One server after the other takes the power of a named DAO: the real bot on a stage, with the DAO's contracts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.chain.contract import Contract
from sandbox.stage import Stage
from tests.databases import Databases, database_of
from tests.docs.pages import named, read, rows
from tests.main_job.job import TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock


class Moot(Job):
    """A job whose rules are those of a page in docs/daos/, with contracts of the local chain in the place of the named
    ones."""

    async def move_in(self, page: str, contracts: dict[str, Contract], **options: str) -> str:
        """/gov setup with what the page says to enter; returns the answer's text."""
        table = rows(read(f"docs/daos/{page}.md"), "option")
        entered = {named(option)[0]: named(value)[0] for option, value in table.items()}
        sources = entered["sources"]
        for real, local in contracts.items():
            assert real in sources, f"{page} names no {real}"
            sources = sources.replace(real, local.address)
        rules = {"preset": entered.get("preset", "token"), "quorum": "1 votes", "threshold": "1", **options}
        return await self.set_up(sources=sources, **rules)

    async def members(self, *names: str) -> None:
        """Members with linked wallets that have a little of the chain's coin, and nothing else."""
        await self.join(dict.fromkeys(names, 0))
        for name in names:
            await self.stage.chain.fund(self[name].wallet, TOKEN)

    async def send(self, name: str, contract: Contract, function: str, *arguments: object) -> None:
        """A member's own transaction."""
        await contract.send(function, *arguments, sender=self[name].wallet)

    async def scores(self, author: str, votes: dict[str, str]) -> list[str]:
        """Everybody votes as named on something new; the result's scores."""
        number = await self.opened(author, "By the power of the chain")
        for name, choice in votes.items():
            await self.click(name, number, choice)
        return list((await self.closed(number))["result"]["scores"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def moot(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Moot]:
    clock = MovableClock()
    async with (
        database_of(databases, tmp_path_factory.mktemp("daos") / "folkmoot.db") as url,
        Stage.open(clock=clock, strict_limits=False) as stage,
    ):
        bot = LivingBot(stage, clock, url)
        await bot.start()
        try:
            moot = Moot(stage, bot)
            await stage.finalize()
            await moot.set_up()
            yield moot
        finally:
            await bot.stop()
        assert stage.discord.violations == []
