"""What is refused while a server is handed over to another operator's Folkmoot, and afterwards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import Address, MemberId, ProposalNumber


@dataclass(eq=False)
class HandedOver(Refused):
    """Another Folkmoot runs the server, or is about to. `final`: it can't be taken back here any more."""

    fingerprint: "Address"
    successor: "MemberId"
    final: bool


@dataclass(eq=False)
class HandoverBegun(Refused):
    """The server is being handed over already."""


@dataclass(eq=False)
class VoteBoundToBot(Refused):
    """Ballots of an open vote are signed by Discord for this bot's application, and all must be for the same."""

    proposal: "ProposalNumber"


@dataclass(eq=False)
class VetoPossible(Refused):
    """Guardians may still veto the proposal, and could not while the server changes hands."""

    proposal: "ProposalNumber"


@dataclass(eq=False)
class FingerprintOwn(Refused):
    """The fingerprint is that of the operator who runs the server now."""


@dataclass(eq=False)
class NoOtherBot(Refused):
    """Who is to run the server from now on is a person, or this bot itself."""


@dataclass(eq=False)
class NotHandedOver(Refused):
    """There is nothing to take back."""


@dataclass(eq=False)
class HandoverFinal(Refused):
    """The file was made by which the server can be run elsewhere."""

    fingerprint: "Address"
