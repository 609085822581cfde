"""The one way in which a proposal gets its result, however it was decided on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.canonical import content_hash
from bot.domain.councils.winners import Winners
from bot.domain.ids import ContentHash, GuildId, MemberId
from bot.domain.notices.topics import Topic
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.services.delivery.notifications import (
    AnyNotification,
    PostResult,
    PostResultInThread,
    RefreshCard,
    TellSubscribers,
)
from bot.services.ports import Repositories
from bot.services.proposals.stages import follow
from bot.services.reputation.reputation import reward
from bot.services.server_acts.vetoes import release_vetoed


class Decision(msgspec.Struct, frozen=True):
    """What a close has found, before it is stored."""

    result: dict[str, Any]
    """The output of `folkmoot tally`."""
    passed: bool
    record: bytes
    """The document with which anybody can count again, in canonical JSON."""
    voters: Collection[MemberId]
    """Those whose ballot, or stake, weighed something."""
    notifications: Sequence[AnyNotification] = ()
    """What is told now beside the result."""
    winners: Winners | None = None
    """Who is elected; None where nobody is."""


async def finalize(
    repositories: Repositories, proposal: Proposal, guild: GuildId, decision: Decision, at: datetime
) -> Closing:
    """Store the result with its record, and everything that follows from it, in the transaction of the close: the
    rewards, the vote of the next stage, and what is to be told."""
    hashed = ContentHash(content_hash(decision.record))
    closing = Closing(at, decision.result, decision.passed, hashed, decision.winners)
    await repositories.proposals.close(proposal.id, closing, decision.record)
    await reward(repositories, proposal, closing, decision.voters)
    if closing.passed:
        await follow(repositories, proposal, guild, at)
    else:
        await release_vetoed(repositories, proposal, guild, at)
    place = (guild, proposal.id)
    told = [TellSubscribers(*place, Topic.RESULT)]
    if closing.passed and proposal.rules.periods.timelock:
        told.append(TellSubscribers(*place, Topic.DUE))
    await repositories.outbox.add(
        RefreshCard(*place),
        PostResult(*place),
        PostResultInThread(*place),
        *decision.notifications,
        *told,
        at=at,
    )
    return closing
