"""What is refused because of what a ballot must bring along, and who sees that."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import Address, ProposalNumber
    from bot.domain.policy.trust import TrustLevel


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
class KeyTooEarly(Refused):
    """The vote has no record yet whose numbers could be explained."""

    number: "ProposalNumber"


@dataclass(eq=False)
class RecordNames(Refused):
    """The record names its members itself: it needs no key."""

    number: "ProposalNumber"


@dataclass(eq=False)
class KeyGone(Refused):
    """All members of the vote were erased, or the server keeps names for a while only."""

    number: "ProposalNumber"
