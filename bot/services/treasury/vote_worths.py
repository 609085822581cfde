"""What turning a vote would cost, and what the vote moves, in dollars: as far as prices can be believed."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.outlays import outlays
from bot.domain.errors import ChainUnavailable, StoredDataInvalid
from bot.domain.ids import ChainId, Power, SpaceId
from bot.domain.power import OfContract, PowerRule
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions import CoinPosition, Erc20Position
from bot.domain.treasury.prices import Price
from bot.domain.treasury.settings import ChainFeeds
from bot.domain.treasury.valuation import price_in
from bot.services.ports import Chain, Clock, TreasuryReader, UnitOfWork
from bot.services.remembered import Remembered

LASTS = timedelta(hours=1)
"""For so long a price is shown: what a vote would cost doesn't jump with it."""
AGAIN = timedelta(minutes=10)
"""After it what had no price is looked at again."""
_PATIENCE = 3.0
"""Seconds that a card waits for prices."""
_REMEMBERED = 2_000
_UNLIMITED = 2**128
"""An allowance of so much means all that there is, and of no token is there so much: it is worth no number."""


class VoteWorth(msgspec.Struct, frozen=True):
    """In dollars."""

    cost: Fraction | None
    """Of the power that would turn it; None where it isn't one token's, or that has no price."""
    moves: Fraction | None
    """What its actions send away, or let others take; None where they do neither, and where any of it has no price."""


class _Priced(msgspec.Struct, frozen=True):
    price: Price
    decimals: int

    def value(self, amount: int) -> Fraction:
        return self.price.value(amount, self.decimals)


class VoteWorths(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    reader: TreasuryReader
    prices: Mapping[ChainId, ChainFeeds]
    """What the operator says of each chain's prices."""
    clock: Clock
    _known: Remembered[tuple[SpaceId, AssetRef], tuple[_Priced | None, timedelta]] = msgspec.field(
        default_factory=lambda: Remembered(_REMEMBERED)
    )
    """With the steady time until which each is believed."""

    async def of(
        self, space: SpaceId, rule: PowerRule, price: Power, actions: Sequence[DecodedAction]
    ) -> VoteWorth:
        """`price`: the power, in base units, that would turn it. Nobody waits long for it."""
        power, sent = _token_of(rule), _sent(actions)
        wanted = dict.fromkeys([*([power] if power else []), *(asset for asset, _ in sent)])
        found = dict(
            zip(wanted, await asyncio.gather(*(self._price(space, each) for each in wanted)), strict=True)
        )
        cost = found[power] if power else None
        values = [
            priced.value(amount)
            for asset, amount in sent
            if (priced := found[asset]) is not None and amount < _UNLIMITED
        ]
        return VoteWorth(
            None if cost is None else cost.value(-(-price // rule.sources[0].weight)),
            sum(values, Fraction(0)) if sent and len(values) == len(sent) else None,
        )

    async def _price(self, space: SpaceId, asset: AssetRef) -> _Priced | None:
        now = self.clock.steady()
        if (known := self._known.get((space, asset))) is not None and now < known[1]:
            return known[0]
        found = None
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._read(space, asset)
        except (ChainUnavailable, StoredDataInvalid, TimeoutError):
            found = None
        self._known.remember((space, asset), (found, now + (LASTS if found else AGAIN)))
        return found

    async def _read(self, space: SpaceId, asset: AssetRef) -> _Priced | None:
        """At the newest final block; None for what nobody has named a feed for, and a price that isn't believed. Raises
        ChainUnavailable."""
        async with self.uow.reading() as repositories:
            settings = await repositories.treasuries.of_space(space)
        operator = self.prices.get(asset.chain, ChainFeeds())
        feed = settings.feeds.get(asset) or operator.of(asset.contract)
        chain = self.chains.get(asset.chain)
        if feed is None or chain is None:
            return None
        at = await chain.finalized()
        position: CoinPosition | Erc20Position = CoinPosition(chain=asset.chain)
        if asset.contract is not None:
            position = Erc20Position(chain=asset.chain, contract=asset.contract)
        told, _ = await self.reader.about(position, at)
        read = await self.reader.read((), [position], {asset.contract: feed.contract}, operator.sequencer, at)
        price, watched = price_in(read, settings, operator, asset), settings.of(position)
        if not isinstance(price, Price) or told.decimals is None:
            return None
        if watched is not None and watched.decimals not in (None, told.decimals):
            return None
        return _Priced(price, told.decimals)


def _token_of(rule: PowerRule) -> AssetRef | None:
    """The token by whose amount power is counted; None where several things give power, or a curve makes it another."""
    if len(rule.sources) != 1 or rule.curve != "linear":
        return None
    (source,) = rule.sources
    return AssetRef(source.chain, source.contract) if isinstance(source, OfContract) else None


def _sent(actions: Iterable[DecodedAction]) -> list[tuple[AssetRef, int]]:
    on: dict[ChainId, list[DecodedAction]] = {}
    for each in actions:
        on.setdefault(each.action.chain, []).append(each)
    return [
        (AssetRef(chain, outlay.asset), outlay.amount)
        for chain, made in on.items()
        for _, outlay in outlays(made)
        if outlay.amount
    ]
