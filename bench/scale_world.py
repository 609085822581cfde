"""Servers with votes under way, as many as one likes: written through the real repositories, many to a transaction.

Each has a part of its own, which has spent of what was set for it from above, and a member whose role has a term.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.wallet import Wallet
from bot.domain.actions.outlays import Outlay
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.executors import Execution, SafeExecutor, SafeTransaction
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
    TransactionHash,
    address,
)
from bot.domain.policy.limits import Limits, Spending
from bot.domain.policy.model import Policy, preset
from bot.domain.power import Erc20Votes, PowerRule
from bot.domain.proposals.facts import Closing, Content, Opening, Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.roles.given_roles import GivenRole
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import Space
from bot.services.jobs.registry import JOBS
from bot.services.ports import Posted, PowerReading, Repositories, UnitOfWork, source_key

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = BEGUN + timedelta(days=6)
"""All live votes are open then."""
FIRST_END = BEGUN + timedelta(days=7)
"""One vote ends each second from here on."""
PAYMENTS = 10
"""By each part; all but the last were carried out."""
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


def room(number: int) -> ChannelId:
    """The announcements of the part of that server."""
    return ChannelId(10**12 + number * 10)


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
    await _part(repositories, space, number)
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


async def _part(repositories: Repositories, whole: Space, number: int) -> None:
    """With what its Safe was asked for, and the role that its first vote gave."""
    part = await repositories.spaces.create(
        whole,
        "Grants",
        announcements=room(number),
        discussion=ChannelId(room(number) + 1),
        log=ChannelId(room(number) + 2),
        moderators=RoleId(3),
        guardians=RoleId(2),
        at=BEGUN,
    )
    coins = Limits(period=timedelta(days=30), spending=(Spending(per_period=10**18),))
    await repositories.spaces.limit(part.id, SpaceLimits(chain=CHAIN, limits=coins))
    safe = SafeExecutor(chain=CHAIN, address=address(f"0x{2 * 10**9 + number:040x}"))
    policy = _policy(number).model_copy(update={"executor": safe})
    track = await repositories.spaces.set_track(part.id, "main", policy, BEGUN)
    for nonce in range(PAYMENTS):
        proposal = await _opened(repositories, number, part.id, track.id, BEGUN)
        closing = Closing(BEGUN, {"scores": ["1", "0", "0"], "winners": []}, True, ContentHash("0" * 64))
        await repositories.proposals.close(proposal, closing, b"{}")
        payload = SafeTransaction(
            TransactionHash(f"0x{number:060x}{nonce:04x}"), nonce, wallet(number, 0), 1, "0x", 0, 1, 1
        )
        moved = [Outlay(None, 10**15, wallet(number, 0))]
        request = await repositories.execution_requests.add(proposal, safe, payload, BEGUN, moved)
        assert request is not None, "each has a nonce of its own"
        if nonce == 0:
            given = GivenRole(proposal, 0, RoleId(4), member(number, 0), NOW + timedelta(days=365))
            await repositories.given_roles.add(part.id, given)
        if nonce < PAYMENTS - 1:
            block = _snapshot(number)
            execution = Execution("executed", payload.safe_tx_hash, block, block.time)
            await repositories.execution_requests.execute(request, execution)


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
