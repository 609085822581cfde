"""Roles that votes gave, for a time or until another vote takes them."""

from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.ids import MemberId, ProposalId, RoleId


class TermEnd(StrEnum):
    """What became of a role when its time was over."""

    TAKEN = "taken"
    KEPT = "kept"
    """Another vote gave it to them too, for longer or without an end."""
    MEMBER_LEFT = "member_left"
    ROLE_GONE = "role_gone"
    NO_PERMISSION = "no_permission"
    """Discord doesn't let the bot take it: they still have it."""
    ABOVE_BOT = "above_bot"
    """The role stands above the bot's own: they still have it."""
    DAMAGED = "damaged"
    """What is stored isn't what was voted on: nothing is done by it."""

    @property
    def final(self) -> bool:
        return self not in (TermEnd.NO_PERMISSION, TermEnd.ABOVE_BOT, TermEnd.DAMAGED)


class GivenRole(msgspec.Struct, frozen=True):
    """A role that an act has given to a member."""

    proposal: ProposalId
    place: int
    """The act's among those of its proposal, from 0."""
    role: RoleId
    member: MemberId
    ends_at: datetime | None
    """None: it has no end."""
    ended: TermEnd | None = None
    """What became of it at its end, as far as is known; None before. One that a vote took is TAKEN."""

    @property
    def over(self) -> bool:
        return self.ended is not None and self.ended.final
