"""What is refused on the way from a draft to its vote."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.blocks import BlockRef
    from bot.domain.delegation.undelegated import Undelegated
    from bot.domain.ids import Power, ProposalNumber


@dataclass(eq=False)
class TooManyDrafts(Refused):
    """A member has so many drafts that were neither submitted nor discarded."""

    limit: int


@dataclass(eq=False)
class TooManyUndecided(Refused):
    """So many proposals of a member, or of a whole space, are undecided already."""

    limit: int
    of_one: bool
    """Whether it is the member's own that are too many."""


@dataclass(eq=False)
class TooManyEdits(Refused):
    """A proposal was edited so often that its thread would drown in what changed."""

    limit: int


@dataclass(eq=False)
class ChangedSince(Refused):
    """The proposal was changed, perhaps by another of its authors, since it was shown to this one."""

    revision: int
    """That it has now."""


@dataclass(eq=False)
class NothingToFind(Refused):
    """What proposals are to be looked for by has no word in it."""


@dataclass(eq=False)
class ProposalUnknown(Refused):
    """No such proposal in this server."""

    typed: str = ""
    """By what somebody asked for it; empty where nobody wrote anything."""


@dataclass(eq=False)
class NotAuthor(Refused):
    number: "ProposalNumber | None"
    """None: it is a draft."""


@dataclass(eq=False)
class TextAgreed(Refused):
    """A proposal that follows a passed temperature check stays as it passed there."""

    number: "ProposalNumber"
    check: "ProposalNumber"


@dataclass(eq=False)
class WrongState(Refused):
    """The proposal isn't in a state in which this can be done."""

    number: "ProposalNumber | None"
    """None: it was never submitted."""
    state: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class BelowThreshold(Refused):
    """The author holds less power than the track asks of a proposer."""

    held: "Power"
    needed: "Power"
    at: "tuple[BlockRef, ...]"
    symbol: str
    decimals: int
    wallets: int
    undelegated: "tuple[Undelegated, ...]" = ()
    """What they hold and nobody could vote with."""
    sponsoring: bool = False
    """Whether others may stand behind the draft: what they hold counts together."""


@dataclass(eq=False)
class NoExecutor(Refused):
    """A proposal has actions, but the track has nobody to carry them out."""


@dataclass(eq=False)
class ExecutorChanged(Refused):
    """The actions were written for another chain than that of the executor which the track names now."""

    number: "ProposalNumber"


@dataclass(eq=False)
class TotalUnknown(Refused):
    """A rule is a share of all power, and nothing tells how much a source gives in all."""

    source: str
