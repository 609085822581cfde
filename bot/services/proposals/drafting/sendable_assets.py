"""What an executor can send, to be chosen from a menu: the chain's coin, the tokens that the space knows, and those
that it is said to hold, each with what it holds of it now.

Anybody can send it tokens that call themselves anything. So what the space has not named is shown by its address, and
never by its own name.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import Reading, Value
from bot.domain.errors import ChainUnavailable, NoCode, ServiceRefused, ServiceUnavailable, WrongContract
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId, SpaceId
from bot.domain.power import Erc20, Native
from bot.domain.proposals.proposal import Proposal
from bot.services.accounts.reading import tokens_of
from bot.services.ports import Chain, Clock, Executors, UnitOfWork
from bot.services.proposals.stages import executing_rules

MOST_ASSETS = 25
"""So many can be chosen from, the coin among them: the options of a menu."""
_IN_TIME = timedelta(seconds=1.5)
"""A menu is opened within the three seconds that Discord waits."""
_COIN_DECIMALS = 18
_ASKED_EVERY = timedelta(minutes=10)
_REMEMBERED = 1_000
"""Executors; more than that are asked about again."""


class Asset(msgspec.Struct, frozen=True):
    """Something that can be sent."""

    written: str
    """How a line of the actions names it: the coin's symbol, the address book's name, or the token's address."""
    symbol: str
    """What it calls itself, where it tells."""
    decimals: int
    held: int | None
    """In base units; None where it could not be read in time."""
    contract: Address | None = None
    """None: the chain's coin."""
    listed: bool = True
    """Whether the space knows it; otherwise it stands here since the executor is said to hold it."""
    chain: str = ""
    """The name of its chain, where that is another one than the usual."""

    @property
    def choice(self) -> str:
        """By which it is told apart from all others: the beginning of its line, and how that names it."""
        return f"on {self.chain}: {self.written}" if self.chain else self.written


class SendableAssets(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    clock: Clock
    within: timedelta = msgspec.field(default=_IN_TIME)
    _held: dict[AnyExecutor, tuple[datetime, tuple[Address, ...]]] = msgspec.field(default_factory=dict)
    """What each executor was said to hold, and when."""

    async def of(self, proposal: Proposal) -> tuple[Asset, ...]:
        """What those can send that carry out this proposal, on the usual chain and then on each other one: the coin
        first, then the address book's tokens, then those that give power, then what else the executor there is said to
        hold. Empty where nothing is carried out.

        While a chain is silent or slow, its coin and the address book's names without amounts.
        """
        async with self.uow.reading() as repositories:
            track = await repositories.spaces.track(proposal.track)
            executors = (await executing_rules(repositories, track, proposal.brought_up)).executors
        known = [each for each in executors if each.chain in self.chains]
        most = MOST_ASSETS // max(1, len(known))
        found = await asyncio.gather(*(self._on_chain(proposal.space, each, most) for each in known))
        usual = executors[0].chain if executors else None
        return tuple(
            asset if executor.chain == usual else replace(asset, chain=self.chains[executor.chain].name)
            for executor, assets in zip(known, found, strict=True)
            for asset in assets
        )

    async def _on_chain(self, space: SpaceId, executor: AnyExecutor, most: int) -> tuple[Asset, ...]:
        chain = self.chains[executor.chain]
        named = await self._named(space, chain.id, most - 1)
        with suppress(ChainUnavailable, TimeoutError):
            async with asyncio.timeout(self.within.total_seconds()):
                held = [each for each in await self._said_to_hold(executor) if each not in named]
                unlisted = held[: most - 1 - len(named)]
                return await _read(chain, executor, named, unlisted)
        known = [Asset(name, name, 0, None, token) for token, name in named.items() if name != token]
        return (_coin(chain, None), *known)

    async def _said_to_hold(self, executor: AnyExecutor) -> tuple[Address, ...]:
        """What whoever knows says that it holds, asked rarely; nothing where nobody tells in time."""
        now = self.clock.now()
        if (known := self._held.get(executor)) is not None and now - known[0] < _ASKED_EVERY:
            return known[1]
        found: tuple[Address, ...] = ()
        with suppress(ServiceUnavailable, ServiceRefused, TimeoutError):
            async with asyncio.timeout(self.within.total_seconds() / 2):
                found = tuple(await self.executors[executor.kind].tokens(executor))
        if len(self._held) >= _REMEMBERED:
            self._held.clear()
        self._held[executor] = now, found
        return found

    async def _named(self, space: SpaceId, chain: ChainId, most: int) -> dict[Address, str]:
        """So many contracts that may be tokens, with how a line names each."""
        async with self.uow.reading() as repositories:
            book = await repositories.address_book.of_space(space)
            tracks = await repositories.spaces.tracks(space)
        policies = [track.policy for track in tracks if track.retired_at is None]
        named = {entry.account: entry.name for entry in book if entry.chain == chain}
        for contract in tokens_of(policies, chain).values():
            named.setdefault(contract, contract)
        return dict(list(named.items())[:most])


async def _read(
    chain: Chain, executor: AnyExecutor, named: Mapping[Address, str], unlisted: Sequence[Address]
) -> tuple[Asset, ...]:
    """The coin, and those of the contracts that are tokens; of those that are not listed what is really held. Raises
    ChainUnavailable."""
    at = await chain.latest()
    sources = [Erc20(chain=chain.id, contract=contract) for contract in (*named, *unlisted)]

    async def told(source: Erc20) -> tuple[str, int] | None:
        with suppress(NoCode, WrongContract):
            return await chain.check_source(source, at)
        return None

    tokens = await asyncio.gather(*map(told, sources))
    account = executor.holder
    held = await chain.powers([(Native(chain=chain.id), account), *((each, account) for each in sources)], at)
    names = {**named, **{contract: contract for contract in unlisted}}
    found = _tokens(names, tokens, held[1:])
    known = [asset for asset in found if asset.contract in named]
    others = [replace(asset, listed=False) for asset in found if asset.contract not in named and asset.held]
    return (_coin(chain, held[0]), *known, *others)


def _tokens(
    named: Mapping[Address, str], told: Sequence[tuple[str, int] | None], held: Sequence[Reading]
) -> list[Asset]:
    return [
        Asset(name, found[0], found[1], _amount(reading), contract)
        for (contract, name), found, reading in zip(named.items(), told, held, strict=True)
        if found is not None
    ]


def _coin(chain: Chain, held: Reading | None) -> Asset:
    return Asset(chain.native, chain.native, _COIN_DECIMALS, _amount(held))


def _amount(reading: Reading | None) -> int | None:
    return reading.raw if isinstance(reading, Value) else None
