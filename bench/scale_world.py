"""Servers with votes under way, as many as one likes: written through the real repositories, many to a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.wallet import Wallet
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.frozen_document import freeze_hash, frozen_document
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    ContentHash,
    GuildId,
    MemberId,
    MessageId,
    ProposalId,
    RoleId,
    SpaceId,
    TrackId,
    address,
)
from bot.domain.policy.model import Policy, preset
from bot.domain.power import Erc20Votes, PowerRule
from bot.domain.proposals.facts import Closing, Content, Opening, Submission
from bot.domain.proposals.proposal import Proposal
from bot.services.jobs.registry import JOBS
from bot.services.ports import Posted, PowerReading, Repositories, UnitOfWork, source_key

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = BEGUN + timedelta(days=6)
"""All live votes are open then."""
FIRST_END = BEGUN + timedelta(days=7)
"""One vote ends each second from here on."""
MEMBERS = 3
"""Of each server; all have voted."""
CHAIN = ChainId(1)
_TOGETHER = 250
"""Proposals that share a transaction."""


def guild(number: int) -> GuildId:
    """The server of the vote with this number, from 1 on."""
    return GuildId(10**9 + number)


def member(number: int, place: int) -> MemberId:
    """A member of that server; places count from 0."""
    return MemberId(10**12 + number * 10 + place)


def wallet(number: int, place: int) -> Address:
    return address(f"0x{number * 10 + place:040x}")


def _snapshot(number: int) -> BlockRef:
    return BlockRef(CHAIN, number, BlockHash(f"0x{number:064x}"), int(BEGUN.timestamp()))


def _policy(number: int) -> Policy:
    source = Erc20Votes(chain=CHAIN, contract=address(f"0x{10**9 + number:040x}"))
    return preset("token").model_copy(update={"power": PowerRule(sources=(source,)), "executor": None})


async def add_live(uow: UnitOfWork, first: int, last: int) -> AsyncIterator[int]:
    """Add the servers of these numbers with an open vote each. Yields the number of the last that is there."""
    for start in range(first, last + 1, _TOGETHER):
        numbers = range(start, min(start + _TOGETHER, last + 1))
        async with uow.writing() as repositories:
            for number in numbers:
                await _live(repositories, number)
        async with uow.writing() as repositories:
            # Everybody's power was read right after the opening.
            for kind in JOBS:
                for job in await repositories.jobs.due(kind.kind, NOW, _TOGETHER):
                    await repositories.jobs.done(job, None)
        yield numbers[-1]


async def add_closed(uow: UnitOfWork, number: int, count: int) -> None:
    """Add so many votes that were defeated long ago to the server of this number."""
    for start in range(0, count, _TOGETHER):
        async with uow.writing() as repositories:
            space = await repositories.spaces.of_guild(guild(number))
            (track,) = await repositories.spaces.tracks(space.id)
            for _ in range(start, min(start + _TOGETHER, count)):
                proposal = await _opened(repositories, number, space.id, track.id, BEGUN)
                result = {"scores": ["0", "0", "0"], "winners": []}
                closing = Closing(BEGUN, result, False, ContentHash("0" * 64))
                await repositories.proposals.close(proposal, closing, b"{}")


async def _live(repositories: Repositories, number: int) -> None:
    space = await repositories.spaces.bind(
        guild(number),
        f"DAO {number}",
        announcements=ChannelId(number),
        discussion=ChannelId(number),
        log=ChannelId(number),
        moderators=RoleId(1),
        guardians=RoleId(2),
        at=BEGUN,
    )
    policy, block = _policy(number), _snapshot(number)
    track = await repositories.spaces.set_track(space.id, "main", policy, BEGUN)
    for place in range(MEMBERS):
        owned = wallet(number, place)
        await repositories.wallets.link(
            Wallet(guild(number), member(number, place), owned, linked_at=BEGUN, primary=True)
        )
    proposal = await _opened(repositories, number, space.id, track.id, FIRST_END + timedelta(seconds=number))
    await repositories.messages.set(proposal, Posted("card", ChannelId(number), MessageId(10**15 + number)))
    key = source_key(policy.power.sources[0])
    await repositories.power_readings.add(
        [PowerReading(key, block.hash, wallet(number, place), 10**18) for place in range(MEMBERS)]
    )
    await repositories.claims.add(
        [(proposal, Claim(wallet(number, place), None, member(number, place))) for place in range(MEMBERS)]
    )
    await repositories.ballots.add(
        [
            Ballot(proposal, member(number, place), 1, BEGUN, CastMethod.BUTTON, place + 1)
            for place in range(MEMBERS)
        ]
    )


async def _opened(
    repositories: Repositories, number: int, space: SpaceId, track: TrackId, ends_at: datetime
) -> ProposalId:
    content = Content("A new well", "We need water. " * 20)
    proposals = repositories.proposals
    proposal = await proposals.add(space, track, member(number, 0), content, BEGUN)
    submission = Submission(BEGUN, 10**18, (), RoleId(2), await proposals.next_number(space))
    await proposals.submit(proposal, submission)
    snapshot, policy = (_snapshot(number),), _policy(number)
    stored = Proposal(
        proposal, space, track, member(number, 0), BEGUN, content, policy, submission=submission
    )
    document = frozen_document(stored, policy, snapshot, 10**19)
    opening = Opening(BEGUN, ends_at, snapshot, 10**19, policy, freeze_hash(document))
    await proposals.open(proposal, opening, canonical_json(document))
    return proposal
