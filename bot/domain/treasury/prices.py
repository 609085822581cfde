"""Prices as Chainlink's feeds tell them (https://docs.chain.link/data-feeds), and when they are not to be believed."""

from datetime import timedelta
from fractions import Fraction

import msgspec

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.ids import Address

MOST_DECIMALS = 38
"""Feeds have 8 or 18."""
HIGHEST = 10**12
"""Dollars for one token: no feed means more."""
GRACE = timedelta(hours=1)
"""For so long after a layer 2 is back its feeds may still be behind (https://docs.chain.link/data-feeds/l2-sequencer-feeds)."""


class Round(msgspec.Struct, frozen=True):
    """What `latestRoundData` and `decimals` of a feed gave at a block."""

    id: int
    answer: int
    started_at: int
    updated_at: int
    """Unix seconds."""
    answered_in: int
    decimals: int = 0


class Price(msgspec.Struct, frozen=True):
    """Dollars for one whole token."""

    answer: int
    decimals: int
    feed: Address
    updated_at: int

    @property
    def dollars(self) -> Fraction:
        return Fraction(self.answer, 10**self.decimals)

    def value(self, amount: int, decimals: int) -> Fraction:
        """What so many base units of a token with these decimals are worth, in dollars."""
        return Fraction(amount * self.answer, 10 ** (self.decimals + decimals))


class Stale(msgspec.Struct, frozen=True):
    """The price was told too long before the block."""

    age: timedelta
    heartbeat: timedelta


class NotPositive(msgspec.Struct, frozen=True):
    """A price of nothing, or of less."""

    answer: int


class IncompleteRound(msgspec.Struct, frozen=True):
    """The round has no answer of its own yet."""


class FromTheFuture(msgspec.Struct, frozen=True):
    """The price claims to be newer than the block."""


class AbsurdPrice(msgspec.Struct, frozen=True):
    """More decimals, or more dollars, than a feed can mean."""

    answer: int
    decimals: int


class OtherDecimals(msgspec.Struct, frozen=True):
    """The feed counts otherwise than when it was named."""

    named: int
    found: int


class FeedUnread(msgspec.Struct, frozen=True):
    """It gave no round."""

    why: str
    """Technical words of the node or contract."""


class SequencerDown(msgspec.Struct, frozen=True):
    """The layer 2 stands still, was back too short a time ago, or nothing tells: its prices may be old ones."""


PriceFault = (
    Stale
    | NotPositive
    | IncompleteRound
    | FromTheFuture
    | AbsurdPrice
    | OtherDecimals
    | FeedUnread
    | SequencerDown
)


def price_of(
    told: Round | Undetermined, feed: Address, heartbeat: timedelta, at: BlockRef, named_decimals: int | None
) -> Price | PriceFault:
    """The price that a feed told, if it is to be believed at the block.

    `heartbeat` is how often the feed is renewed at least, `named_decimals` what it had when it was named, None where
    nobody noted that."""
    if isinstance(told, Undetermined):
        return FeedUnread(told.why)
    if told.started_at == 0 or told.updated_at == 0 or told.answered_in < told.id:
        return IncompleteRound()
    if told.answer <= 0:
        return NotPositive(told.answer)
    if told.updated_at > at.timestamp:
        return FromTheFuture()
    if (age := timedelta(seconds=at.timestamp - told.updated_at)) > heartbeat:
        return Stale(age, heartbeat)
    if named_decimals is not None and told.decimals != named_decimals:
        return OtherDecimals(named_decimals, told.decimals)
    if told.decimals > MOST_DECIMALS or told.answer > HIGHEST * 10**told.decimals:
        return AbsurdPrice(told.answer, told.decimals)
    return Price(told.answer, told.decimals, feed, told.updated_at)


def sequencer_is_up(told: Round | Undetermined, at: BlockRef) -> bool:
    """Whether the feed of a layer 2's uptime says that it runs (0), and has for long enough."""
    if isinstance(told, Undetermined) or told.started_at == 0 or told.answer != 0:
        return False
    return at.timestamp - told.started_at >= GRACE.total_seconds()
