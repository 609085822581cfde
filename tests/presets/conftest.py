"""One DAO in which every preset is tried: a stage with the bot on it, in virtual time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.policy.model import preset
from sandbox.discord.world.guilds import Role
from sandbox.stage import HISTORY_SECONDS, Stage, Voter
from tests.databases import Databases, database_of
from tests.main_job.job import TOKEN, Job, record_of
from tests.main_job.living import LivingBot, MovableClock

POWERS = {"ada": 40_000, "ben": 40_000, "cleo": 20_000, "dan": 1_000}
_NUMBER = re.compile(r"Proposal (\d+)")
MINUTE = timedelta(minutes=1)


class DiscordHarness(Job):
    """A job that knows presets: their periods, and the forms with which proposals are written."""

    members: Role
    name = "token"

    @property
    def tokens(self) -> str:
        """Their source of power."""
        return f"erc20_votes {self.stage.token.address}"

    async def apply(self, name: str, track: str = "main", **options: Any) -> str:
        """/gov policy apply; returns the answer's text. Where neither the preset nor `sources` says what counts, what
        counted before goes on to."""
        answer = await self.ask(self.stage.moderator, "gov policy apply", preset=name, track=track, **options)
        assert f"has the policy {name}" in answer, answer
        self.name = name
        return answer

    async def edit(self, **options: Any) -> str:
        """/gov track edit of main."""
        answer = await self.ask(self.stage.moderator, "gov track edit", track="main", **options)
        assert "✅" in answer, answer
        return answer

    async def proposal(
        self, author: str, title: str, actions: str = "", *, track: str = "main", **fields: str
    ) -> int:
        """A proposal in discussion on a track."""
        person = self[author].person
        form = await person.slash(self.stage.announcements, "propose", track=track)
        assert form.modal is not None, form.text
        filled = {"title": title, "text": "As agreed.", "actions": actions, **fields}
        preview = await (await form.modal.submit(filled)).settled(timeout=30)
        answer = await self.stage.submit(person, preview)
        assert "is in discussion" in answer, answer
        number = int(_NUMBER.findall(answer)[0])
        await self.thread(number)
        return number

    async def begins(self, number: int) -> int:
        """The discussion ends, and the card is posted."""
        await self.in_discussion(number)
        await self.passes(preset(self.name).periods.discussion)
        await self.card(number, "Open for")
        return number

    async def opened(self, author: str, title: str, actions: str = "", **fields: str) -> int:
        return await self.begins(await self.proposal(author, title, actions, **fields))

    async def ends(self, number: int) -> dict[str, Any]:
        """The vote ends; the record that the result carries."""
        await self.passes(preset(self.name).periods.voting)
        return record_of(await self.result(number))

    async def signed(self, number: int) -> dict[str, Any]:
        """The timelock ends, and the transaction is with the Safe's owners, who execute it."""
        await self.passes(preset(self.name).periods.timelock)
        await self.in_thread(number, "safeTxHash")
        transaction = self.transactions()[0]
        await self.execute(transaction)
        await self.notified(number, "The Safe executed the proposal")
        return transaction

    async def passes(self, time: timedelta) -> None:
        """So much time passes, and a minute; on the chain too: no vote opens on blocks that are days old."""
        passed, chain = time + MINUTE, self.stage.chain
        newest = await chain.block("latest")
        # The chain first: what is due then finds no chain that stood still.
        chain.advance(int((self.bot.clock.now() + passed).timestamp()) - HISTORY_SECONDS - newest.timestamp)
        await self.stage.finalize()
        await self.bot.passes(seconds=passed.total_seconds())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def dao(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[DiscordHarness]:
    """A DAO with four members, and a Safe with 100 ETH. There are 101,000 tokens in all."""
    clock = MovableClock()
    async with (
        database_of(databases, tmp_path_factory.mktemp("presets") / "folkmoot.db") as url,
        Stage.open(clock=clock, strict_limits=False) as stage,
    ):
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        await stage.finalize()
        bot = LivingBot(stage, clock, url)
        await bot.start()
        try:
            job = DiscordHarness(stage, bot)
            await job.set_up(
                quorum="", **dict.fromkeys(("discussion_period", "voting_period", "timelock"), "")
            )
            await job.join(POWERS)
            yield job
        finally:
            await bot.stop()
        assert stage.discord.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def council(dao: DiscordHarness) -> list[str]:
    """Three members whose wallets own the Safe."""
    names = [f"owner {number}" for number in (1, 2, 3)]
    if names[0] not in dao.stage.voters:
        for name, account in zip(names, dao.stage.owners, strict=True):
            dao.stage.voters[name] = Voter(dao.stage.guild.create_member(name), account)
            await dao.stage.link(dao[name])
    return names
