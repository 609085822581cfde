"""Why a member has no power in a vote."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.errors.outside import ReadFailure
    from bot.domain.ids import Address, ProposalNumber
    from bot.domain.policy.trust import TrustLevel


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
