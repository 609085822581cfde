"""What can't be looked at in a treasury, and why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.ids import Address
    from bot.domain.treasury.prices import PriceFault


@dataclass(eq=False)
class TreasuryFull(Refused):
    """A space looks at so many positions already."""

    limit: int


@dataclass(eq=False)
class NotWatched(Refused):
    """The treasury has no position that is called so."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class FeedNotInDollars(Refused):
    """A price feed that doesn't say of itself that it tells US dollars."""

    feed: "Address"
    description: str


@dataclass(eq=False)
class FeedWithoutPrice(Refused):
    """A price feed whose price is not to be believed now."""

    feed: "Address"
    why: "PriceFault"


@dataclass(eq=False)
class FeedForPieces(Refused):
    """A price feed for something that no price is told of, such as NFTs."""

    kind: str


class ContractNeeded(Fault, frozen=True):
    """A token without its contract."""


class TokenIdNeeded(Fault, frozen=True):
    """One of the tokens of an ERC-1155 contract, without its number."""


class NoTokenId(Fault, frozen=True):
    """A number where none belongs, or one that is none."""
