"""Reputation: frozen when a vote opens, written by its close and by its execution, and shown. By nothing else."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.ids import ChannelId, GuildId, MemberId, Power, ProposalId, ProposalNumber
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.domain.reputation.ledger import (
    Left,
    ReputationEvent,
    Why,
    balance,
    balances,
    balances_later,
    left_of_each,
)
from bot.domain.reputation.rewards import (
    balances_document,
    earned,
    given,
    ledger_document,
    reputation_sources,
    total_reputation,
)
from bot.domain.spaces.space import Track
from bot.services.delivery.notifications import PostEvent
from bot.services.ports import Clock, Repositories, UnitOfWork

NEWEST = 5
"""Events that are shown of a member."""
_CHANGES = frozenset({Why.GRANT, Why.SLASH})


class FrozenReputation(msgspec.Struct, frozen=True):
    """The ledger at the opening of a vote."""

    policy: Policy
    at: datetime
    last: int
    """The number of its newest event."""
    balances: Mapping[str, Mapping[MemberId, int]]
    """By key of the source that asks, and by member; in base units."""

    @property
    def total(self) -> Power:
        """The power that all members together have from it."""
        return total_reputation(self.policy, self.balances)

    def document(self) -> dict[str, Any]:
        return balances_document(self.policy, self.balances, self.at, self.last)


class LedgerSeen(msgspec.Struct, frozen=True):
    """A whole ledger, worked out before the transaction of an opening: nobody's ballot waits for it."""

    last: int
    """The number of its newest event then."""
    until: datetime | None
    """The latest time of any event; None where there is none."""
    left: Mapping[str, Mapping[MemberId, Left]]
    """What each member's last event left, by key of the source that asks."""


async def see_ledger(repositories: Repositories, proposal: Proposal, policy: Policy) -> LedgerSeen | None:
    """The ledger as far as it is known; None where the policy doesn't ask for it."""
    sources = reputation_sources(policy)
    if not sources:
        return None
    last, events = (
        await repositories.reputation.last(proposal.space),
        await repositories.reputation.of_space(proposal.space),
    )
    until = max((event.at for event in events), default=None)
    left = {source.key: await asyncio.to_thread(left_of_each, events, source.half_life) for source in sources}
    return LedgerSeen(last, until, left)


async def freeze_reputation(
    repositories: Repositories, proposal: Proposal, policy: Policy, at: datetime, seen: LedgerSeen | None
) -> FrozenReputation | None:
    """Store what every member has at the opening, in its transaction; None where the policy doesn't ask for it.

    What was seen of the ledger serves while nothing was added to it since.
    """
    sources = reputation_sources(policy)
    if not sources:
        return None
    last = await repositories.reputation.last(proposal.space)
    if seen and seen.last == last and (seen.until is None or seen.until <= at):
        held = {each.key: balances_later(seen.left[each.key], at, each.half_life) for each in sources}
    else:
        events = await repositories.reputation.of_space(proposal.space)
        held = {each.key: balances(events, at, each.half_life) for each in sources}
    await repositories.reputation.freeze(proposal.id, held)
    return FrozenReputation(policy, at, last, held)


async def frozen_reputation(repositories: Repositories, proposal: Proposal) -> dict[MemberId, dict[str, int]]:
    """What was frozen, by member and key of the source; nothing where the policy doesn't ask for it."""
    if proposal.opening is None or not reputation_sources(proposal.opening.policy):
        return {}
    return await repositories.reputation.frozen(proposal.id)


async def reputation_evidence(
    repositories: Repositories, proposal: Proposal, frozen: Mapping[str, Any], members: Collection[MemberId]
) -> dict[str, Any]:
    """For the record: the events of those whose power counts, from which their frozen balances follow.

    `frozen` is the document that was frozen at the opening. Empty where the policy doesn't ask for reputation.
    """
    if "reputation" not in frozen:
        return {}
    last = int(frozen["reputation"]["last_event"])
    events = await repositories.reputation.of_members(proposal.space, members, up_to=last)
    return {"ledger": ledger_document(events)}


async def reward(
    repositories: Repositories, proposal: Proposal, closing: Closing, voters: Collection[MemberId]
) -> None:
    """Write what the close brings, in its transaction. `voters`: those whose ballot weighed something."""
    await repositories.reputation.add(proposal.space, earned(proposal, closing, voters))


async def give(
    repositories: Repositories, proposal: Proposal, guild: GuildId, at: datetime
) -> list[PostEvent]:
    """Write what an executed proposal grants and slashes, once, in the transaction that makes its execution a fact.

    Returns what is to be said of it.
    """
    events = given(proposal, at)
    if not events or not _CHANGES.isdisjoint(
        e.why for e in await repositories.reputation.of_proposal(proposal.id)
    ):
        return []
    await repositories.reputation.add(proposal.space, events)
    data = {str(event.member): str(event.amount) for event in events}
    # Where a request was carried out, that is announced already.
    announce = not proposal.requests
    return [PostEvent(guild, proposal.id, event="reputation", data=data, announce=announce)]


async def held_now(
    repositories: Repositories, track: Track, member: MemberId, at: datetime
) -> dict[str, int]:
    """What a member has at a time outside of a vote, by key of the source of the track's policy that asks."""
    sources = reputation_sources(track.policy)
    if not sources:
        return {}
    events = (await repositories.reputation.of_members(track.space, [member])).get(member, [])
    return {source.key: balance(events, at, source.half_life) for source in sources}


class Held(msgspec.Struct, frozen=True):
    """A member's balance in base units, as it decays on some tracks."""

    half_life: timedelta | None
    amount: int


class MemberReputation(msgspec.Struct, frozen=True):
    """What a member has in a space."""

    balances: tuple[Held, ...]
    """One for each half-life that the space's tracks use, at least one."""
    events: int
    newest: tuple[ReputationEvent, ...]
    """The newest first."""
    numbers: Mapping[ProposalId, ProposalNumber] = msgspec.field(default_factory=dict)
    """Of the proposals that brought those."""

    @property
    def balance(self) -> int:
        """In base units, as the first track that asks for it decays it."""
        return self.balances[0].amount


class Reputations(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def of_member(
        self, guild: GuildId, member: MemberId, channel: ChannelId | None = None
    ) -> MemberReputation:
        """What the member has now, and the newest events that made it so. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            tracks = await repositories.spaces.tracks(space.id)
            events = (await repositories.reputation.of_members(space.id, [member])).get(member, [])
            newest = tuple(events[: -NEWEST - 1 : -1])
            numbers = await repositories.proposals.numbers([event.proposal for event in newest])
        half_lives = dict.fromkeys(
            source.half_life for track in tracks for source in reputation_sources(track.policy)
        )
        now = self.clock.now()
        held = [Held(each, balance(events, now, each)) for each in half_lives or (None,)]
        return MemberReputation(tuple(held), len(events), newest, numbers)

    async def decided_by(self, proposal: ProposalId) -> list[ReputationEvent]:
        """What a proposal brought, gave and took so far."""
        async with self.uow.reading() as repositories:
            return await repositories.reputation.of_proposal(proposal)
