"""One server after the other takes the power of a named DAO: the real bot on a stage, with the DAO's contracts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.policy.model import Periods
from bot.domain.policy.toml.file import read_policy
from sandbox.chain.contract import Contract
from sandbox.stage import Stage
from tests.databases import Databases, database_of
from tests.docs.pages import blocks, named, read, rows
from tests.main_job.job import TOKEN, Job, assert_says
from tests.main_job.living import LivingBot, MovableClock, with_pages


def entered(page: str) -> dict[str, str]:
    """What a page says to enter in /gov setup, by option."""
    table = rows(read(f"docs/daos/{page}.md"), "option")
    return {named(option)[0]: named(value)[0] for option, value in table.items()}


def written(page: str, kind: str, changes: Mapping[str, str] | None = None) -> str:
    """The block of this kind (its information string) on a page, in which `changes` are made: each is of something that
    stands there."""
    (text,) = blocks(read(f"docs/daos/{page}.md"), kind)
    for real, local in (changes or {}).items():
        assert real in text, f"{page} names no {real}"
        text = text.replace(real, local)
    return text


def periods(page: str, kind: str = "policy") -> Periods:
    """Those of the policy in the page's block of this kind."""
    return read_policy(written(page, kind).encode()).policy.periods


class DaoServer(Job):
    """A job whose rules are those of a page in docs/daos/, with contracts of the local chain in the place of the named
    ones."""

    async def move_in(self, page: str, contracts: dict[str, Contract], **options: str) -> str:
        """/gov setup with the power that the page says to enter, or with other `options`; returns the answer's text."""
        given = entered(page)
        sources = given["sources"]
        for real, local in contracts.items():
            assert real in sources, f"{page} names no {real}"
            sources = sources.replace(real, local.address)
        rules = {"preset": given.get("preset", "token"), "quorum": "1 votes", "threshold": "1", **options}
        return await self.set_up(sources=sources, **rules)

    async def upload(
        self,
        page: str,
        changes: Mapping[str, str] | None = None,
        *,
        kind: str = "policy",
        track: str = "main",
    ) -> str:
        """/gov policy upload with the file of the page, its block of this `kind`, in which `changes` are made, and its
        button; returns what was shown before it was pressed."""
        file = ("policy.toml", written(page, kind, changes).encode())
        reply = await self.stage.moderator.slash(self.stage.log, "gov policy upload", file=file, track=track)
        shown = await reply.settled(timeout=30)
        answer = await (await self.stage.moderator.click(shown, label=f"Apply to {track}")).settled(
            timeout=30
        )
        assert_says(answer.text, track)
        return shown.text

    async def elapses(self, time: timedelta) -> None:
        """Let so much time pass, and a minute more, on the chain as for the bot."""
        passed = time + timedelta(minutes=1)
        self.stage.chain.advance(int(passed.total_seconds()))
        await self.final()
        await self.bot.passes(seconds=passed.total_seconds())

    async def final(self) -> None:
        """Mine until everything that has happened is final."""
        await self.stage.finalize()

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
async def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DaoServer]:
    clock = MovableClock()
    async with (
        database_of(databases, tmp_path_factory.mktemp("daos") / "folkmoot.db") as url,
        Stage.open(clock=clock, strict_limits=False) as stage,
    ):
        bot = LivingBot(stage, clock, url, **with_pages(stage))
        await bot.start()
        try:
            server = DaoServer(stage, bot)
            await stage.finalize()
            await server.set_up()
            yield server
        finally:
            await bot.stop()
        assert stage.discord.violations == []
