"""Holdings and prices of one chain at one block, in as few requests as possible."""

from collections.abc import Collection, Mapping, Sequence

from bot.chain.calls.state import Outcome, Question
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.treasury.feeds import description_call, description_of, round_calls, round_of
from bot.chain.treasury.positions import POSITION_READS
from bot.chain.treasury.positions.reads import token_told
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.ids import Address, ChainId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.holdings import ChainHoldings, Holding, Redemption, Told
from bot.domain.treasury.positions import AnyPosition
from bot.domain.treasury.prices import Round
from bot.services.ports.treasury import FeedFound

_ROUND = 2
"""Calls for what one feed tells."""


class EvmTreasuryReader:
    """Implements the port `TreasuryReader`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def read(
        self,
        accounts: Sequence[Address],
        positions: Sequence[AnyPosition],
        feeds: Mapping[Address | None, Address],
        uptime: Address | None,
        at: BlockRef,
    ) -> ChainHoldings:
        """What each account has of each position. `feeds` are those of this chain's assets, by contract (None: the
        coin); those of the positions are read, and those of what vaults are redeemed for. Raises ChainUnavailable."""
        reading = _Reading(self._chains[at.chain], at, feeds)
        asked = [feeds[each.asset.contract] for each in positions if each.asset.contract in feeds]
        held, rounds = await reading.held(accounts, positions, [*asked, *([uptime] if uptime else [])])
        told, vaults = await reading.about(
            [each for each in positions if any(map(_some, held[each].values()))]
        )
        redeemed, more = await reading.redeemed(held, vaults)
        holdings = [
            Holding(
                position,
                account,
                amount,
                told.get(position, Told()),
                redeemed.get((position, account)),
            )
            for position in positions
            for account, amount in held[position].items()
        ]
        return ChainHoldings(at, tuple(holdings), rounds | more)

    async def about(self, position: AnyPosition, at: BlockRef) -> tuple[Told, Reading]:
        """What a position says of itself, and what its own contract has of it, which every kind tells. Raises
        ChainUnavailable."""
        chain, kind = self._chains[at.chain], POSITION_READS[position.kind]
        sample = position.asset.contract or tokens.NOBODY
        *outcomes, held = await chain.read([*kind.about(position), kind.held(position, sample)], at)
        tokens.all_answered([*outcomes, held], chain.id)
        amount, asset = tokens.number(held), kind.redeemed_for(outcomes)
        return kind.told(position, outcomes, chain.native), asset if isinstance(
            asset, Undetermined
        ) else amount

    async def feed(self, contract: Address, at: BlockRef) -> FeedFound:
        """What a feed says now. Raises ChainUnavailable."""
        chain = self._chains[at.chain]
        description, latest, decimals = await chain.read(
            [description_call(contract), *round_calls(contract)], at
        )
        tokens.all_answered([description, latest, decimals], chain.id)
        return FeedFound(description_of(description), round_of(latest, decimals))


def _some(amount: Reading) -> bool:
    return isinstance(amount, Value) and amount.raw > 0


class _Reading:
    """All questions to one chain at one block."""

    def __init__(self, chain: EvmChain, at: BlockRef, feeds: Mapping[Address | None, Address]) -> None:
        self._chain = chain
        self._at = at
        self._feeds = feeds
        self._asked: set[Address] = set()

    async def held(
        self, accounts: Sequence[Address], positions: Sequence[AnyPosition], feeds: Collection[Address]
    ) -> tuple[dict[AnyPosition, dict[Address, Reading]], dict[Address, Round | Undetermined]]:
        """What each account has of each position, and what these feeds tell."""
        places = [(position, account) for position in positions for account in accounts]
        balances = [POSITION_READS[position.kind].held(position, account) for position, account in places]
        asked = self._unasked(feeds)
        outcomes = await self._chain.read([*balances, *_calls_of(asked)], self._at)
        held: dict[AnyPosition, dict[Address, Reading]] = {position: {} for position in positions}
        for (position, account), outcome in zip(places, outcomes, strict=False):
            held[position][account] = tokens.possible(tokens.number(outcome), None)
        return held, _rounds(asked, outcomes[len(places) :])

    async def about(
        self, positions: Sequence[AnyPosition]
    ) -> tuple[dict[AnyPosition, Told], dict[AnyPosition, Address | Undetermined]]:
        """What each says of itself, and for what vaults are redeemed."""
        calls = {each: POSITION_READS[each.kind].about(each) for each in positions}
        outcomes = await self._chain.read([call for of_one in calls.values() for call in of_one], self._at)
        told: dict[AnyPosition, Told] = {}
        vaults: dict[AnyPosition, Address | Undetermined] = {}
        for position, of_one in calls.items():
            mine, outcomes = outcomes[: len(of_one)], outcomes[len(of_one) :]
            kind = POSITION_READS[position.kind]
            told[position] = kind.told(position, mine, self._chain.native)
            if (asset := kind.redeemed_for(mine)) is not None:
                vaults[position] = asset
        return told, vaults

    async def redeemed(
        self,
        held: Mapping[AnyPosition, Mapping[Address, Reading]],
        vaults: Mapping[AnyPosition, Address | Undetermined],
    ) -> tuple[
        dict[tuple[AnyPosition, Address], Redemption | Undetermined], dict[Address, Round | Undetermined]
    ]:
        """What the shares in vaults would be redeemed for, and what the feeds of that tell."""
        found: dict[tuple[AnyPosition, Address], Redemption | Undetermined] = {}
        calls: dict[tuple[AnyPosition, Address], Question] = {}
        assets = {each: None for each in vaults.values() if not isinstance(each, Undetermined)}
        for position, asset in vaults.items():
            for account, amount in held[position].items():
                if not isinstance(amount, Value) or not amount.raw:
                    continue
                call = POSITION_READS[position.kind].redemption(position, amount.raw)
                if isinstance(asset, Undetermined) or call is None:
                    found[position, account] = (
                        asset if isinstance(asset, Undetermined) else tokens.no_number("")
                    )
                else:
                    calls[position, account] = call
        asked = self._unasked([self._feeds[asset] for asset in assets if asset in self._feeds])
        about = [call for asset in assets for call in (tokens.symbol(asset), tokens.decimals(asset))]
        outcomes = await self._chain.read([*calls.values(), *about, *_calls_of(asked)], self._at)
        amounts, outcomes = outcomes[: len(calls)], outcomes[len(calls) :]
        told = {
            asset: token_told(outcomes[2 * place], outcomes[2 * place + 1])
            for place, asset in enumerate(assets)
        }
        for (position, account), outcome in zip(calls, amounts, strict=True):
            asset = vaults[position]
            assert not isinstance(asset, Undetermined)
            amount = tokens.possible(tokens.number(outcome), None)
            found[position, account] = Redemption(AssetRef(self._at.chain, asset), told[asset], amount)
        return found, _rounds(asked, outcomes[len(about) :])

    def _unasked(self, feeds: Collection[Address]) -> list[Address]:
        asked = [each for each in dict.fromkeys(feeds) if each not in self._asked]
        self._asked.update(asked)
        return asked


def _calls_of(feeds: Sequence[Address]) -> list[Question]:
    return [call for feed in feeds for call in round_calls(feed)]


def _rounds(feeds: Sequence[Address], outcomes: Sequence[Outcome]) -> dict[Address, Round | Undetermined]:
    return {
        feed: round_of(*outcomes[_ROUND * place : _ROUND * (place + 1)]) for place, feed in enumerate(feeds)
    }
