"""What somebody asks for who votes."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.elections.ballot import CastMethod, SaidApart
from bot.domain.elections.evidence import Evidence
from bot.domain.elections.evidence.interactions import CastInteraction
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, RoleId


class WalletSays(msgspec.Struct, frozen=True):
    """What one of a member's wallets says, as they ask for it."""

    wallet: Address
    choice: Any
    """None: the same as their others, from now on."""
    others: Any = None
    """What the others say; None: what they say already."""


class VoteRequest(msgspec.Struct, frozen=True):
    """What a member asks for. `choice` None: a reaction was taken back, or it is about one wallet, and the rest stands
    in the ballot before."""

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
    wallet: WalletSays | None = None
    """The one wallet that it is about."""
    apart: tuple[SaidApart, ...] = ()
    """What single wallets say, in what is a whole ballot."""
    agreed_at: datetime | None = None
    """When the member agreed that it is stored, where they were asked after they had made the interaction."""

    @property
    def votes(self) -> bool:
        """Whether it says anything: it isn't a reaction that was taken back."""
        return self.choice is not None or self.wallet is not None
