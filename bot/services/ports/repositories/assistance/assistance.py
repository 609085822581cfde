"""Repositories of what members put before the bot of discussions, and of what machines made of texts."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.assistance.arguments import Argument, Stance
from bot.domain.assistance.summaries import Summary
from bot.domain.ids import (
    ArgumentId,
    ChannelId,
    ContentHash,
    GuildId,
    MemberId,
    MessageId,
    ProposalId,
    SpaceId,
)


class MachineTexts(Protocol):
    async def summary(self, of: ContentHash) -> tuple[Summary | None] | None:
        """What was made of it, which may be nothing that can be shown; None where nobody was asked yet."""
        ...

    async def keep_summary(self, of: ContentHash, summary: Summary | None, at: datetime) -> None:
        """Also that there is none. What was made long before is forgotten."""
        ...

    async def spend(self, space: SpaceId, at: datetime, tokens: int, budget: int) -> bool:
        """Count the tokens among those of the day. False where that would be more than the budget: then none are."""
        ...


class NewArgument(msgspec.Struct, frozen=True):
    """See `Argument`."""

    proposal: ProposalId
    member: MemberId
    stance: Stance
    text: str
    at: datetime
    added_by: MemberId | None = None
    answers: ArgumentId | None = None
    channel: ChannelId | None = None
    message: MessageId | None = None


class Arguments(Protocol):
    async def add(self, new: NewArgument) -> Argument: ...

    async def get(self, argument: ArgumentId) -> Argument | None:
        """None also for what was taken out."""
        ...

    async def at_message(self, message: MessageId) -> Argument | None:
        """What stands in this message."""
        ...

    async def of_proposal(self, proposal: ProposalId) -> list[Argument]:
        """In the order in which they were put there."""
        ...

    async def count(self, proposal: ProposalId, member: MemberId | None = None) -> int:
        """How many there are, of this member or in all."""
        ...

    async def stands(self, argument: ArgumentId, channel: ChannelId, message: MessageId) -> None:
        """It was posted."""
        ...

    async def take_out(self, argument: ArgumentId) -> None:
        """Nothing is left of it."""
        ...

    async def looked_at(self, proposal: ProposalId, member: MemberId) -> datetime | None:
        """When the member last looked at the digest."""
        ...

    async def look(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        """The member looks at it now."""
        ...


class Principles(Protocol):
    async def of_member(self, guild: GuildId, member: MemberId) -> str:
        """As they wrote them; empty where nothing is stored."""
        ...

    async def write(self, guild: GuildId, member: MemberId, text: str) -> None:
        """An empty text leaves nothing stored."""
        ...
