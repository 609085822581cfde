"""Ballots and reactions of a parliament's members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot.domain.elections.ballot import CastMethod
from bot.domain.ids import ChannelId, GuildId, MessageId, ProposalId, RoleId
from bot.services.ports import Posted
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.vote_request import VoteRequest, WalletSays
from tests.harness.setting import CHOICES, GUILD
from tests.harness.world import World

_DISCORD_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True)
class Running:
    """A running count as one reads it aloud."""

    scores: tuple[int, ...]
    voters: int
    undetermined: int


class Voters(World):
    """Those who vote."""

    def interaction(self, at: datetime | None = None) -> int:
        """A new interaction's id, made by Discord at the time."""
        self._interactions += 1
        milliseconds = int((at or self.clock.true()).timestamp() * 1000) - _DISCORD_EPOCH_MS
        return (milliseconds << 22) | self._interactions

    def ballot(
        self,
        name: str,
        choice: str | int | None,
        *,
        proposal: ProposalId | None = None,
        at: datetime | None = None,
        interaction: int | None = None,
        guild: GuildId = GUILD,
        reason: str | None = None,
        cast_method: CastMethod = CastMethod.BUTTON,
        roles: Iterable[RoleId] = (),
    ) -> VoteRequest:
        number = CHOICES.index(choice) + 1 if isinstance(choice, str) else choice
        at = at or self.clock.true()
        voted = proposal or self.proposal
        assert voted is not None
        source = interaction or self.interaction(at)
        return VoteRequest(
            guild, voted, self.member(name), number, at, cast_method, source, reason, roles=frozenset(roles)
        )

    async def vote(self, name: str, choice: str | int | None, **how: Any) -> Receipt:
        """Cast a ballot, and read what it weighs."""
        receipt = await self.services.voting.cast(self.ballot(name, choice, **how))
        return await self.services.voting.weigh(receipt)

    async def vote_apart(
        self,
        name: str,
        wallet: str,
        choice: str | int | None,
        others: str | int | None = None,
        **how: Any,
    ) -> Receipt:
        """One wallet of the member's says something else than their others; None: the same again."""
        asked = [self.ballot(name, each, **how).choice for each in (choice, others)]
        says = WalletSays(self.wallet(wallet), *asked)
        receipt = await self.services.voting.cast(replace(self.ballot(name, None, **how), wallet=says))
        return await self.services.voting.weigh(receipt)

    async def post_card(self, proposal: ProposalId, message: int = 7_000) -> MessageId:
        """The card stands in Discord."""
        async with self.services.uow.writing() as repositories:
            await repositories.messages.set(proposal, Posted("card", ChannelId(1), MessageId(message)))
        return MessageId(message)

    async def react(
        self,
        name: str,
        emoji: str,
        *,
        added: bool = True,
        message: int = 7_000,
        guild: GuildId = GUILD,
        roles: Iterable[RoleId] = (),
    ) -> None:
        await self.services.voting.react(
            guild, MessageId(message), self.member(name), emoji, added, frozenset(roles)
        )

    async def running_tally(self, proposal: ProposalId) -> Running:
        running_tally = (await self.services.cards.card(proposal)).running_tally
        assert running_tally is not None
        scores = tuple(int(score) for score in running_tally.result.score_values)
        return Running(scores, running_tally.result.voters, running_tally.undetermined)

    async def stored(self, proposal: ProposalId) -> dict[str, int | None]:
        """Each member's last ballot, as the database has it."""
        names = {member: name for name, member in self._names.items()}
        async with self.services.uow.reading() as repositories:
            current = await repositories.ballots.current(proposal)
        return {names[member]: ballot.choice for member, ballot in current.items()}
