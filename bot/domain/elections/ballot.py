"""Ballots: one member's choice. Each change is kept; the last one counts."""

import hashlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import Address, MemberId, ProposalId, RoleId

_DISCORD_EPOCH_MS = 1_420_070_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def snowflake_time(snowflake: int) -> datetime:
    """When Discord made the thing with this id: its upper bits count milliseconds since 2015-01-01."""
    return _EPOCH + timedelta(milliseconds=(snowflake >> 22) + _DISCORD_EPOCH_MS)


def milliseconds(time: datetime) -> int:
    """Milliseconds since 1970, cut; exact."""
    return (time - _EPOCH) // timedelta(milliseconds=1)


BallotIdentity = tuple[MemberId, datetime, int]
"""What no two ballots of one vote have alike: who, when, and the id of the event."""


def kept_reason(reason: str | None) -> str | None:
    """The reason as it is kept: U+FFFD for lone surrogates, which no UTF-8 has, and for NUL, which not every database
    stores."""
    if reason is None:
        return None
    return reason.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class CastMethod(StrEnum):
    """How a ballot reached us. All ways write the same ballot."""

    BUTTON = "button"
    COMMAND = "command"
    REACTION = "reaction"
    PAGE = "page"
    """Signed by wallets, and handed in on the bot's own page."""


class SaidApart(msgspec.Struct, frozen=True):
    """What one wallet of the voter's says, beside what all others do."""

    wallet: Address
    choice: Any

    def document(self) -> dict[str, Any]:
        """As plain data for the record and the receipt."""
        return {"wallet": self.wallet, "choice": self.choice}


class Ballot(msgspec.Struct, frozen=True):
    """One vote of one member at one time. `choice` as the mechanism has it, or None: the ballot was withdrawn."""

    proposal: ProposalId
    member: MemberId
    choice: Any
    cast_at: datetime
    cast_method: CastMethod
    source: int
    """The id of the interaction (or of the message that was reacted to, or the nonce of the last signature): a
    repeated event writes nothing."""
    reason: str | None = None
    roles: tuple[RoleId, ...] = ()
    """Of the roles that give power in this vote, those that the member had when they cast it."""
    apart: tuple[SaidApart, ...] = ()
    """By wallet; what isn't in one of these, a role or delegated power, goes with `choice`. None without a choice."""

    @property
    def rank(self) -> tuple[datetime, int]:
        """Of one member's ballots the one with the highest counts, in whichever order they reached us: of two of one
        millisecond the one to which Discord gave the later id."""
        return self.cast_at, self.source

    @property
    def identity(self) -> BallotIdentity:
        return self.member, self.cast_at, self.source

    def receipt(self, pseudonyms: Pseudonyms) -> str:
        """Proof that this ballot was recorded: the record lists it, so that a voter finds their own. `pseudonyms` are
        those of the vote."""
        document: dict[str, Any] = {
            "proposal": str(self.proposal),
            "voter": pseudonyms.of(self.member),
            "choice": self.choice,
            "cast_at_ms": str(milliseconds(self.cast_at)),
            "source": str(self.source),
        }
        if self.apart:
            document["apart"] = [each.document() for each in self.apart]
        return hashlib.sha256(canonical_json(document)).hexdigest()[:16]
