"""What an executor can send, to be chosen from a menu: the chain's coin and the tokens that the space knows, each with
what the executor holds of it now."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.blocks import Reading, Value
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId, SpaceId
from bot.domain.power import Erc20, Native
from bot.domain.proposals.proposal import Proposal
from bot.services.accounts.reading import tokens_of
from bot.services.ports import Chain, UnitOfWork
from bot.services.proposals.stages import executing_rules

MOST_ASSETS = 25
"""So many can be chosen from, the coin among them: the options of a menu."""
_IN_TIME = timedelta(seconds=1.5)
"""A menu is opened within the three seconds that Discord waits."""
_COIN_DECIMALS = 18


@dataclass(frozen=True)
class Asset:
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


@dataclass(frozen=True)
class SendableAssets:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    within: timedelta = field(default=_IN_TIME)

    async def of(self, proposal: Proposal) -> tuple[Asset, ...]:
        """What carries out this proposal can send: the coin first, then the address book's tokens, then those that give
        power. Empty where nothing is carried out.

        While the chain is silent or slow, the coin and the address book's names without amounts.
        """
        async with self.uow.reading() as repositories:
            track = await repositories.spaces.track(proposal.track)
            executor = (await executing_rules(repositories, track)).executor
        if executor is None or executor.chain not in self.chains:
            return ()
        chain = self.chains[executor.chain]
        named = await self._named(proposal.space, chain.id)
        with suppress(ChainUnavailable, TimeoutError):
            async with asyncio.timeout(self.within.total_seconds()):
                return await _read(chain, executor, named)
        known = [Asset(name, name, 0, None, token) for token, name in named.items() if name != token]
        return (_coin(chain, None), *known)

    async def _named(self, space: SpaceId, chain: ChainId) -> dict[Address, str]:
        """The contracts that may be tokens, with how a line names each."""
        async with self.uow.reading() as repositories:
            book = await repositories.address_book.of_space(space)
            tracks = await repositories.spaces.tracks(space)
        policies = [track.policy for track in tracks if track.retired_at is None]
        named = {entry.account: entry.name for entry in book if entry.chain == chain}
        for contract in tokens_of(policies, chain).values():
            named.setdefault(contract, contract)
        return dict(list(named.items())[: MOST_ASSETS - 1])


async def _read(chain: Chain, executor: AnyExecutor, named: Mapping[Address, str]) -> tuple[Asset, ...]:
    """The coin, and those of the contracts that are tokens. Raises ChainUnavailable."""
    at = await chain.latest()
    sources = [Erc20(chain=chain.id, contract=contract) for contract in named]

    async def told(source: Erc20) -> tuple[str, int] | None:
        with suppress(NoCode, WrongContract):
            return await chain.check_source(source, at)
        return None

    tokens = await asyncio.gather(*map(told, sources))
    account = executor.address
    held = await chain.powers([(Native(chain=chain.id), account), *((each, account) for each in sources)], at)
    return (_coin(chain, held[0]), *_tokens(named, tokens, held[1:]))


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
