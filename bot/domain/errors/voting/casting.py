"""What is refused because of how far a vote is, and in its timelock."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import ProposalNumber
    from bot.domain.power import AnySource, PowerRule


@dataclass(eq=False)
class VotingNotOpen(Refused):
    number: "ProposalNumber"
    state: str
    opens_at: datetime | None = None


@dataclass(eq=False)
class VotingOver(Refused):
    """The ballot was made at or after the end."""

    number: "ProposalNumber"
    ended_at: datetime


@dataclass(eq=False)
class ConflictTooLate(Refused):
    """A conflict of interest was declared, or taken back, at or after the end."""

    number: "ProposalNumber"
    ended_at: datetime


@dataclass(eq=False)
class NoBallotsHere(Refused):
    """A conflict of interest would stand beside a ballot, and nobody casts one on this proposal."""

    number: "ProposalNumber"


@dataclass(eq=False)
class NotEligible(Refused):
    """The member lacks what the track asks of voters, and nobody delegates to them."""

    number: "ProposalNumber"
    rule: "PowerRule"
    lacking: "tuple[AnySource, ...]"
    """Of which they have less than is required."""


@dataclass(eq=False)
class OnlyObjections(Refused):
    """The last part of the vote has begun, which accepts nothing but objections."""

    number: "ProposalNumber"
    since: datetime
    choices: tuple[str, ...]
    """Those that are still accepted."""


@dataclass(eq=False)
class VotedAlready(Refused):
    """The member's first ballot counts, and can't be changed."""

    number: "ProposalNumber"
    choice: str
    """In words."""


@dataclass(eq=False)
class BallotStands(Refused):
    """A reaction changes no ballot of which it is known when it was cast: Discord doesn't say when somebody reacted."""

    number: "ProposalNumber"
    choice: str
    """What the ballot says, in words."""


@dataclass(eq=False)
class VotingPaused(Refused):
    number: "ProposalNumber"
    reason: str


@dataclass(eq=False)
class CardMissing(Refused):
    """The vote is paused because nobody can see its card. It goes on by itself when the card is back."""

    number: "ProposalNumber"


@dataclass(eq=False)
class RegistryAwaited(Refused):
    """Moderators may not (yet) let the vote open without what wallets delegate on chain."""

    number: "ProposalNumber"
    may_open: datetime | None
    """From when on they may; None where nothing keeps that from being read."""


@dataclass(eq=False)
class ReactionsOff(Refused):
    number: "ProposalNumber"


@dataclass(eq=False)
class VotingStillOpen(Refused):
    number: "ProposalNumber"
    ends_at: datetime


@dataclass(eq=False)
class NotInTimelock(Refused):
    """A veto outside the time in which guardians may veto."""

    number: "ProposalNumber"
    state: str
