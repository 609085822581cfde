"""What somebody asks for who votes."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.evidence import Evidence
from bot.domain.elections.evidence.interactions import CastInteraction
from bot.domain.ids import GuildId, MemberId, ProposalId, RoleId


class VoteRequest(msgspec.Struct, frozen=True):
    """What a member asks for. `choice` None: a reaction was taken back."""

    guild: GuildId
    proposal: ProposalId
    member: MemberId
    choice: Any
    at: datetime
    """When Discord made the interaction."""
    cast_method: CastMethod
    source: int
    """The id of the interaction, or of the message that was reacted to."""
    reason: str | None = None
    emoji: str | None = None
    """The reaction, where it is one."""
    roles: frozenset[RoleId] = frozenset()
    """All roles that the member has."""
    evidence: Evidence | None = None
    """What was checked already, and stands for the ballot; None where only we say that the member cast it."""
    said: CastInteraction | None = None
    """What the body says that Discord signed, where it was read already."""
    agreed_at: datetime | None = None
    """When the member agreed that it is stored, where they were asked after they had made the interaction."""
