"""What people hold: read from the chain, and read again when a block comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from eth_abi.exceptions import DecodingError

from sandbox.browser.wallet.accounts import Holder
from sandbox.browser.wallet.address_book import Token
from sandbox.browser.wallet.wallet import Wallet
from sandbox.chain import RpcError
from sandbox.chain.safe import ZERO

LOOK_SECONDS = 0.5
"""So often it is looked whether there is a new block."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TokenHolding:
    """How much of a token somebody has, and what of its votes."""

    token: Token
    units: int
    votes: int | None = None
    """The votes that count for them now; None for a token without votes."""
    delegated_to: str = ""
    """Whom their own tokens' votes go to; empty for nobody."""
    where: str = ""
    """ " on polygon", where the token is not on the usual chain."""

    @property
    def label(self) -> str:
        """What tells it from the others that they have."""
        return f"{self.token.symbol}{self.where}"


@dataclass(frozen=True)
class CoinHolding:
    """How much of a chain's own currency somebody has."""

    wei: int
    where: str = ""


@dataclass(frozen=True)
class Holding:
    """All that somebody has."""

    coins: tuple[CoinHolding, ...]
    """Of each chain, the usual one first."""
    tokens: tuple[TokenHolding, ...]


class Holdings:
    """What was read last of those who are looked at."""

    def __init__(self, wallet: Wallet) -> None:
        self._wallet = wallet
        self._known: dict[str, Holding] = {}
        self._wanted: dict[str, Holder] = {}
        self._stirred = asyncio.Event()

    def of(self, holder: Holder) -> Holding | None:
        """What they hold, or None before it was `known` for the first time; from then on it is read again."""
        return self._known.get(holder.id)

    async def known(self, holder: Holder) -> None:
        """Until it is known what they hold."""
        self._wanted[holder.id] = holder
        await self._read()

    def stir(self) -> None:
        """Something was sent: look at once."""
        self._stirred.set()

    @asynccontextmanager
    async def watched(self, changed: Callable[[], None]) -> AsyncIterator[None]:
        """As long as the block, what is looked at is read again when it may have changed; `changed` is called when it
        has."""
        watching = asyncio.create_task(self._watch(changed))
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watch(self, changed: Callable[[], None]) -> None:
        heads: list[str] = []
        while True:
            stirred = self._stirred.is_set()
            self._stirred.clear()
            newest = [(await chain.block("latest")).hash for chain in self._wallet.chains.values()]
            if (newest != heads or stirred) and await self._read():
                changed()
            heads = newest
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    async def _read(self) -> bool:
        """Whether anything is otherwise than it was."""
        before = dict(self._known)
        for holder in list(self._wanted.values()):
            try:
                self._known[holder.id] = await self._holding(holder)
            except (RpcError, DecodingError):
                # A reorganisation may have taken a token away; what was read last stays.
                log.warning("what %s holds can't be read", holder.name, exc_info=True)
        return self._known != before

    async def _holding(self, holder: Holder) -> Holding:
        address = holder.account.address
        coins = [
            CoinHolding(await chain.balance(address), self._wallet.where(chain_id))
            for chain_id, chain in self._wallet.chains.items()
        ]
        tokens = [await self._of_token(token, address) for token in holder.tokens]
        return Holding(tuple(coins), tuple(tokens))

    async def _of_token(self, token: Token, address: str) -> TokenHolding:
        chain_id = token.contract.chain.chain_id
        where = self._wallet.where(chain_id)
        units = int(await token.contract.call("balanceOf", address))
        if not token.has_votes:
            return TokenHolding(token, units, where=where)
        to = str(await token.contract.call("delegates", address))
        told = "" if to == ZERO else self._wallet.book(chain_id).name_of(to) or to
        votes = int(await token.contract.call("getVotes", address))
        return TokenHolding(token, units, votes, told, where)
