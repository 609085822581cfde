"""What a space's executors hold on all their chains at one time, and what that is worth."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, ServiceRefused, ServiceUnavailable
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId, ChannelId, GuildId, SpaceId
from bot.domain.spaces.space import Space
from bot.domain.treasury.balance import Balance, Unbalanced, balance
from bot.domain.treasury.holdings import ChainHoldings
from bot.domain.treasury.positions import Erc20Position
from bot.domain.treasury.runway import WINDOW, Runway, runway
from bot.domain.treasury.settings import ChainFeeds, TreasurySettings
from bot.domain.treasury.spending import Spent
from bot.domain.treasury.valuation import Valuation, valuation
from bot.services.ports import Chain, Clock, Executors, Repositories, TreasuryReader, UnitOfWork
from bot.services.remembered import Remembered
from bot.services.treasury.known_assets import (
    KnownAssets,
    known_assets,
    settings_with_those_of_the_whole,
)
from bot.services.treasury.spending import LOOKED_BACK, MOST_SPENT

MOST_ACCOUNTS = 25
"""Executors of a space that are looked into on one chain."""
MOST_HINTED = 40
"""Tokens that somebody says an account holds, and nobody here knows: so many are looked at on one chain."""
AGAIN = timedelta(seconds=30)
"""For so long a treasury that was read is shown as it was."""
_IN_TIME = timedelta(seconds=8)
"""For what nobody here knows: a token can be as slow as it likes."""
_REMEMBERED = 500


class Treasury(msgspec.Struct, frozen=True):
    """A treasury as it was read."""

    space: Space
    accounts: tuple[tuple[ChainId, Address], ...]
    """Those that were looked into."""
    valuation: Valuation
    silent: Mapping[ChainId, str]
    """Chains of which nothing is known now, and why in technical words; "" where the operator took a chain away."""
    unseen: int
    """Tokens that an account is said to hold, and that were not looked at."""
    left_out: int
    """Accounts that were not looked into, since there are too many."""
    read_at: datetime
    balance: Balance | Unbalanced | None
    """How it stands to its targets; None where it has none."""
    runway: Runway | None
    """None where too little was spent for saying how long it lasts."""


class _Asked(msgspec.Struct, frozen=True):
    """What is to be read."""

    space: Space
    executors: tuple[AnyExecutor, ...]
    unknown: frozenset[ChainId]
    """Chains of others of its executors, which the operator has taken away."""
    assets: KnownAssets
    spent: tuple[Spent, ...]
    """The newest first."""


class Treasuries(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    reader: TreasuryReader
    prices: Mapping[ChainId, ChainFeeds]
    """What the operator says of each chain's prices."""
    clock: Clock
    within: timedelta = msgspec.field(default=_IN_TIME)
    _read: Remembered[SpaceId, tuple[timedelta, TreasurySettings, Treasury]] = msgspec.field(
        default_factory=lambda: Remembered(_REMEMBERED)
    )
    """By steady time: a clock that is set back makes nothing older."""
    _reading: WeakValueDictionary[SpaceId, asyncio.Lock] = msgspec.field(default_factory=WeakValueDictionary)
    """Of each space whose treasury somebody reads, or waits for."""

    async def of(self, guild: GuildId, channel: ChannelId | None = None) -> Treasury:
        """The treasury of the space of the channel, at one time on all chains. Who asks while it is read gets the same.

        What a chain doesn't tell is said, and stops nothing else. Raises NotSetUp, StoredDataInvalid.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
        return await self.of_space(space)

    async def of_notified(self, guild: GuildId, space: SpaceId | None) -> Treasury:
        """That of the space, or of the whole server where none is named. Raises NotSetUp, StoredDataInvalid."""
        if space is None:
            return await self.of(guild)
        async with self.uow.reading() as repositories:
            found = await repositories.spaces.get(space)
        return await self.of_space(found)

    async def of_space(self, space: Space) -> Treasury:
        """The same of a space."""
        lock = self._reading.setdefault(space.id, asyncio.Lock())
        async with lock:
            async with self.uow.reading() as repositories:
                asked = await self._asked(repositories, space)
            last = self._read.get(space.id)
            if last and last[1] == asked.assets.settings and self.clock.steady() - last[0] < AGAIN:
                return last[2]
            found = await self._of(asked)
            self._keep(asked, found)
            return found

    def _keep(self, asked: _Asked, found: Treasury) -> None:
        self._read.remember(asked.space.id, (self.clock.steady(), asked.assets.settings, found))

    async def _asked(self, repositories: Repositories, space: Space) -> _Asked:
        """All executors that a track of the space has, retired ones too, and those that were proved to be its own; but
        no member's wallet, whose money is none of the space's."""
        tracks = await repositories.spaces.tracks(space.id)
        bindings = await repositories.executor_bindings.of_space(space.id)
        settings = await settings_with_those_of_the_whole(repositories, space)
        book = await repositories.address_book.of_space((await repositories.spaces.of_guild(space.guild)).id)
        spent = await repositories.execution_requests.spent(
            space.id, self.clock.now() - LOOKED_BACK, MOST_SPENT
        )
        named = [executor for track in tracks for executor in track.policy.executors]
        executors = dict.fromkeys([*named, *(binding.executor for binding in bindings)])
        shared = [each for each in executors if not each.casts_only]
        places = {(each.chain, each.holder): each for each in shared if each.chain in self.chains}
        unknown = frozenset(each.chain for each in shared if each.chain not in self.chains)
        coins = {chain: self.chains[chain].native for chain, _ in places}
        assets = known_assets(settings, [track.policy for track in tracks], book, coins)
        return _Asked(space, tuple(places.values()), unknown, assets, tuple(spent))

    async def _of(self, asked: _Asked) -> Treasury:
        now = self.clock.now()
        on: dict[ChainId, list[AnyExecutor]] = {}
        for executor in asked.executors:
            on.setdefault(executor.chain, []).append(executor)
        left_out = sum(max(0, len(each) - MOST_ACCOUNTS) for each in on.values())
        on = {chain: executors[:MOST_ACCOUNTS] for chain, executors in on.items()}
        blocks, silent = await self._blocks(on)
        silent |= dict.fromkeys(sorted(asked.unknown), "")
        reads = await asyncio.gather(
            *(
                self._holdings(executors, asked.assets, blocks[chain])
                for chain, executors in on.items()
                if chain in blocks
            ),
            return_exceptions=True,
        )
        found: list[ChainHoldings] = []
        unseen = 0
        for block, read in zip([blocks[chain] for chain in on if chain in blocks], reads, strict=True):
            if isinstance(read, ChainUnavailable):
                silent[block.chain] = read.why
            elif isinstance(read, BaseException):
                raise read
            else:
                found.append(read[0])
                unseen += read[1]
        accounts = tuple((chain, each.holder) for chain, executors in on.items() for each in executors)
        settings = asked.assets.settings
        valued = valuation(found, settings, self.prices, asked.assets.known)
        return Treasury(
            asked.space,
            accounts,
            valued,
            silent,
            unseen,
            left_out,
            now,
            balance(valued, settings, all_read=not silent and not left_out),
            _runway(asked.spent, valued, accounts, now),
        )

    async def _blocks(
        self, wanted: Mapping[ChainId, Sequence[AnyExecutor]]
    ) -> tuple[dict[ChainId, BlockRef], dict[ChainId, str]]:
        """The newest finalized block of each chain at one common time, and why there is none."""
        silent: dict[ChainId, str] = {}

        async def newest(chain: ChainId, not_after: datetime | None) -> BlockRef | None:
            try:
                return await self.chains[chain].finalized(not_after=not_after)
            except ChainUnavailable as error:
                silent[chain] = error.why
                return None

        first = await asyncio.gather(*(newest(chain, None) for chain in wanted))
        blocks = {block.chain: block for block in first if block is not None}
        if len(blocks) > 1:
            common = min(block.time for block in blocks.values())
            later = [chain for chain, block in blocks.items() if block.time > common]
            for chain, block in zip(
                later, await asyncio.gather(*(newest(each, common) for each in later)), strict=True
            ):
                if block is None:
                    del blocks[chain]
                else:
                    blocks[chain] = block
        return blocks, silent

    async def _holdings(
        self, executors: Sequence[AnyExecutor], assets: KnownAssets, at: BlockRef
    ) -> tuple[ChainHoldings, int]:
        """Of one chain, and how many tokens that are said to be held were not looked at."""
        accounts = [each.holder for each in executors]
        operator = self.prices.get(at.chain, ChainFeeds())
        positions = assets.positions(at.chain, operator.tokens)
        feeds: dict[Address | None, Address] = {
            contract: feed.contract for contract, feed in operator.tokens.items()
        }
        if operator.coin is not None:
            feeds[None] = operator.coin.contract
        feeds |= {
            asset.contract: feed.contract
            for asset, feed in assets.settings.feeds.items()
            if asset.chain == at.chain
        }
        known = await self.reader.read(accounts, positions, feeds, operator.sequencer, at)
        hinted, more = await self._hinted(executors, {each.asset.contract for each in positions})
        if not hinted:
            return known, more
        # Apart from what is known: whatever these contracts do, they can spoil nothing but their own answers.
        with suppress(ChainUnavailable, TimeoutError):
            async with asyncio.timeout(self.within.total_seconds()):
                others = await self.reader.read(
                    accounts, [Erc20Position(chain=at.chain, contract=each) for each in hinted], {}, None, at
                )
                return replace(known, holdings=(*known.holdings, *others.holdings)), more
        return known, more + len(hinted)

    async def _hinted(
        self, executors: Sequence[AnyExecutor], known: set[Address | None]
    ) -> tuple[list[Address], int]:
        """Tokens that somebody says these hold, without those that are known, and how many more of them there are."""

        async def of(executor: AnyExecutor) -> Sequence[Address]:
            with suppress(ServiceUnavailable, ServiceRefused, TimeoutError):
                async with asyncio.timeout(self.within.total_seconds() / 2):
                    return await self.executors[executor.kind].tokens(executor)
            return ()

        found = [token for held in await asyncio.gather(*map(of, executors)) for token in held]
        unknown = [token for token in dict.fromkeys(found) if token not in known]
        return unknown[:MOST_HINTED], max(0, len(unknown) - MOST_HINTED)


def _runway(
    spent: Sequence[Spent],
    valued: Valuation,
    accounts: Sequence[tuple[ChainId, Address]],
    now: datetime,
) -> Runway | None:
    """Since the first payment, at most over the window; None where nothing was paid."""
    if not spent:
        return None
    # Where more was spent than is read, what was read begins later.
    since = max(now - WINDOW, min(each.at for each in spent))
    return runway(spent, valued, frozenset(accounts), since, now)
