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


@dataclass(eq=False)
class HasTarget(Refused):
    """What has a target share can't be forgotten before the targets are taken out."""

    symbol: str


@dataclass(eq=False)
class NothingToRebalance(Refused):
    """The treasury has no targets, is as they say, or nobody knows how it stands to them."""


class ExpectedTargets(Fault, frozen=True):
    """Assets with a share each."""

    limit: int


class TargetsNotWhole(Fault, frozen=True):
    """The shares together make this part of this whole, and not all of it."""

    part: int
    whole: int


class TargetTwice(Fault, frozen=True):
    symbol: str


class TargetUnknown(Fault, frozen=True):
    """No position is called so, or several are."""

    symbol: str
    known: tuple[str, ...]


class TargetWithoutFeed(Fault, frozen=True):
    """A target for something of which no feed tells the price of one unit."""

    symbol: str


class NeitherBandNorCalendar(Fault, frozen=True):
    """Targets that nothing would ever be measured by."""


class NameOfTarget(Fault, frozen=True):
    """Another position that is called so has a target."""
