"""A parliament in one object: members with wallets, a chain, a clock, and the real services on a real database."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ChannelId, GuildId, MessageId, ProposalId
from bot.domain.proposals.facts import Closing, Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Posted
from tests.databases import Databases, database_of
from tests.harness.beginnings import beginning, beginnings_of
from tests.harness.setting import CHOICES, DISCUSSION, GRACE, GUILD, TIMELOCK, TOKEN
from tests.harness.voters import Voters


@dataclass(frozen=True)
class Count:
    """A closed vote as one reads it aloud."""

    closing: Closing
    scores: dict[str, int]

    @property
    def passed(self) -> bool:
        return self.closing.passed

    @property
    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.closing.result["outcome"]
        return found


class ServiceHarness(Voters):
    """A proposal's whole way, from the draft to the Safe."""

    async def drafted(
        self, author: str = "ada", *, actions: str = "", guild: GuildId = GUILD, title: str = "A new well"
    ) -> ProposalId:
        preview = await self.services.proposing.draft(
            self.actor(author, guild=guild), title, "We need water.", actions
        )
        return preview.proposal.id

    @beginning
    async def submitted(
        self, author: str = "ada", *, actions: str = "", guild: GuildId = GUILD, title: str = "A new well"
    ) -> ProposalId:
        proposal = await self.drafted(author, actions=actions, guild=guild, title=title)
        await self.services.proposing.submit(self.actor(author, guild=guild), proposal)
        await self.thread_stands(proposal)
        return proposal

    async def thread_stands(self, proposal: ProposalId) -> None:
        """Its thread was opened: the discussion begins."""
        await self.services.card_visibility.thread_seen(proposal)

    async def submitted_in_the_dark(self, author: str) -> ProposalId:
        """As `submitted`, at a moment at which the chain does not answer afterwards."""
        silent, self.chain.silent = self.chain.silent, False
        proposal = await self.submitted(author)
        self.chain.silent = silent
        return proposal

    async def show_card(self, proposal: ProposalId) -> None:
        """The discussion is over: the card is asked for, and stands."""
        await self.services.card_visibility.ask(proposal)
        if await self.state(proposal) is State.PENDING:
            await self._card_stands(proposal, Posted("card", ChannelId(1), MessageId(6_000 + proposal)))

    async def open_now(self, proposal: ProposalId) -> Opening | None:
        """The discussion is over: the card is shown, and the vote opened."""
        await self.show_card(proposal)
        return await self.services.opening.open(proposal)

    async def proceed(self) -> datetime | None:
        """Do all that is due now, and say it in Discord, and what becomes due by that. Returns when the next thing
        will be due."""
        await self.sweep.run()
        await self.notifications()
        return await self.sweep.run()

    @beginning
    async def open(self, proposal: ProposalId) -> Opening:
        """Let the discussion pass, and open the vote."""
        await self.pass_time(DISCUSSION)
        opening = await self.open_now(proposal)
        assert opening is not None
        await self.services.power_reads.everyone(proposal)
        self.proposal = proposal
        return opening

    @beginning
    async def opened(
        self,
        powers: Mapping[str, int],
        *,
        author: str | None = None,
        actions: str = "",
        guild: GuildId = GUILD,
        supply: int | None = None,
        **setup: Any,
    ) -> ProposalId:
        """A vote under way, in a space made for it, with members who hold so much."""
        await self.set_up(guild=guild, **setup)
        if supply is not None:
            self.chain.supply(TOKEN, supply)
        await self.powers(powers, guild=guild)
        proposal = await self.submitted(author or next(iter(powers)), actions=actions, guild=guild)
        await self.open(proposal)
        return proposal

    async def end(self, proposal: ProposalId) -> None:
        """Time passes until the vote can be closed."""
        ends_at = (await self.get(proposal)).ends_at(self.clock.now())
        assert ends_at is not None
        await self.pass_time(max(timedelta(0), ends_at + GRACE - self.clock.now()))

    async def close(self, proposal: ProposalId) -> Count:
        await self.end(proposal)
        closing = await self.services.closing.close(proposal)
        assert closing is not None, "the close waits for power that can't be read"
        scores = {
            name: int(score)
            for name, score in zip(CHOICES, closing.result["scores"], strict=True)
            if score != "0"
        }
        return Count(closing, scores)

    @beginning
    async def passed(self, proposal: ProposalId, voter: str = "ada") -> Count:
        """The voter carries it, and it is closed."""
        self.proposal = proposal
        await self.vote(voter, "For")
        count = await self.close(proposal)
        assert count.passed
        return count

    async def prepared(self, proposal: ProposalId) -> ExecutionRequest:
        """The timelock passes, and the Safe is asked."""
        await self.pass_time(TIMELOCK)
        (request,) = await self.services.preparing.prepare(proposal)
        return request

    async def requested(self, proposal: ProposalId) -> ExecutionRequest:
        """The request to the Safe, which was made before."""
        (request,) = (await self.get(proposal)).requests
        return request

    async def get_all(self, proposals: Iterable[ProposalId]) -> list[Proposal]:
        """Read at once, in this order."""
        ids = list(proposals)
        async with self.services.uow.reading() as repositories:
            found = await repositories.proposals.get_many(ids)
        return [found[each] for each in ids]

    async def live(self, guild: GuildId = GUILD) -> list[ProposalId]:
        """The guild's proposals for which something may still come."""
        async with self.services.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            return [proposal.id for proposal in await repositories.proposals.live_in_space(space.id)]

    async def state(self, proposal: ProposalId) -> State:
        return state(await self.get(proposal), self.clock.now())


@asynccontextmanager
async def convened(databases: Databases, path: Path) -> AsyncIterator[ServiceHarness]:
    """An assembly on a new database."""
    async with database_of(databases, path) as url:
        harness = ServiceHarness(url)
        harness.beginnings = beginnings_of(databases)
        harness.start()
        try:
            yield harness
        finally:
            await harness.stop()
