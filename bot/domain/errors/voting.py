"""What is refused in a vote, and in its timelock."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.counting.mechanism import BallotKind
    from bot.domain.errors.outside import ReadFailure
    from bot.domain.ids import Address, Power, ProposalNumber
    from bot.domain.policy.trust import TrustLevel


@dataclass(eq=False)
class NotOnBallot(Refused):
    """An unknown choice."""

    number: "ProposalNumber"
    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class BallotUnclear(Refused):
    """What was given is no ballot of this vote's mechanism."""

    number: "ProposalNumber"
    fault: Fault
    kind: "BallotKind"
    """Of the ballots of this vote."""


@dataclass(eq=False)
class AboveBudget(Refused):
    """The votes that a ballot gives cost more than its voter has. Amounts in base units."""

    number: "ProposalNumber"
    cost: "Power"
    power: "Power"
    """The voter's own, and what is delegated to them now."""
    symbol: str
    decimals: int


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
class NoWallet(Refused):
    """The member has no linked wallet that could give power."""


@dataclass(eq=False)
class NoPower(Refused):
    """Nothing that the member has gives power in this vote, and no wallet could."""

    number: "ProposalNumber"


@dataclass(eq=False)
class WalletsClaimed(Refused):
    """All of the member's wallets already count for another member in this vote."""

    number: "ProposalNumber"
    wallets: "tuple[Address, ...]"


@dataclass(eq=False)
class NotMandated(Refused):
    """None of the member's wallets counts here: their mandates have ended, or don't reach the track's trust level."""

    number: "ProposalNumber | None"
    """None: it isn't about a vote, but about what an author must hold."""
    expired: tuple["Address", ...]
    """Those whose mandate had ended."""
    short: tuple["Address", ...]
    """Those whose mandate doesn't reach the track's level."""
    trust: "TrustLevel"
    """That of the track."""


@dataclass(eq=False)
class WalletsUnreadable(Refused):
    """What the member's wallets hold can't be read at the snapshot of this vote, at any time."""

    number: "ProposalNumber"
    wallets: "tuple[Address, ...]"
    failure: "ReadFailure"


@dataclass(eq=False)
class ReactionsOff(Refused):
    number: "ProposalNumber"


@dataclass(eq=False)
class BelowTrust(Refused):
    """The ballot doesn't bring along what the vote asks for."""

    number: "ProposalNumber"
    trust: "TrustLevel"
    """What is asked for."""
    pages: bool
    """Whether there is a page on which one signs."""


@dataclass(eq=False)
class NotSignedHere(Refused):
    """The vote takes no signed ballots: one votes in Discord."""

    number: "ProposalNumber"


@dataclass(eq=False)
class OtherChains(Refused):
    """The wallet is a contract, and was proved on none of the chains on which this vote reads power."""

    number: "ProposalNumber"
    wallet: "Address"


@dataclass(eq=False)
class SignedAgain(Refused):
    """A signature that was handed in already, or that a later one has replaced."""

    number: "ProposalNumber"


@dataclass(eq=False)
class NotAsSigned(Refused):
    """What Discord signed doesn't say just the ballot that it would stand for."""

    number: "ProposalNumber"


@dataclass(eq=False)
class NotAuditor(Refused):
    """What all voters have signed is for auditors."""


@dataclass(eq=False)
class NoEvidence(Refused):
    """The ballots of this vote bring nothing along."""

    number: "ProposalNumber"


@dataclass(eq=False)
class EvidenceTooFresh(Refused):
    """What the ballots brought along could still be misused."""

    number: "ProposalNumber"
    until: datetime | None
    """None: the vote isn't closed yet."""


@dataclass(eq=False)
class VotingStillOpen(Refused):
    number: "ProposalNumber"
    ends_at: datetime


@dataclass(eq=False)
class NotInTimelock(Refused):
    """A veto outside the time in which guardians may veto."""

    number: "ProposalNumber"
    state: str


class NoSuchChoice(Fault, frozen=True):
    text: str


class NamedTwice(Fault, frozen=True):
    name: str


class NoWeight(Fault, frozen=True):
    """A part of a ballot that isn't a choice with a whole number."""

    text: str


class WeightTooLarge(Fault, frozen=True):
    name: str


class WeightNotWhole(Fault, frozen=True):
    text: str
    name: str


class OfOtherChoices(Fault, frozen=True):
    """An order that was clicked together before the choices were changed."""
