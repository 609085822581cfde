"""A treasury that pays little by little: two tokens, and the contracts through which it does so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from eth_utils.address import to_checksum_address

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.streams import LlamaPay, SablierLockup, StreamContract
from bot.domain.ids import Address, ChainId
from bot.execution.actions.codec import EvmActionCodec
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
PLAIN_ENGLISH = language(markup=PLAIN)
COINS = 10**18


@dataclass
class Paying:
    local: LocalChain
    dollar: Contract
    """With 6 decimals."""
    river: Contract
    """With 18."""
    lockup: Contract
    payroll: Contract
    """Of the dollar."""

    def on(self, chain: LocalChain) -> Paying:
        contracts = (each.on(chain) for each in (self.dollar, self.river, self.lockup, self.payroll))
        return Paying(chain, *contracts)

    def wallet(self, name: str) -> Address:
        return Address(to_checksum_address(self.local.account(name).address))

    @property
    def treasury(self) -> Address:
        return self.wallet("treasury")

    @property
    def contracts(self) -> tuple[StreamContract, ...]:
        return (
            LlamaPay(contract=Address(self.payroll.address), token=Address(self.dollar.address)),
            SablierLockup(contract=Address(self.lockup.address), version="4.0"),
        )

    async def makes(self, actions: Sequence[Action], sender: str = "treasury") -> int:
        """Carries them out, one after the other; the time of the last one's block."""
        when = 0
        for action in actions:
            data = bytes.fromhex(action.data[2:])
            receipt = await self.local.send(self.local.account(sender), action.to, action.value, data)
            when = (await self.local.block(int(receipt["blockNumber"], 16))).timestamp
        return when

    async def held(self, token: Contract, name: str) -> int:
        return int(await token.call("balanceOf", self.wallet(name)))


@dataclass
class Author:
    """Who writes lines, and reads them back as everybody does."""

    paying: Paying
    chain: EvmChain

    @property
    def codec(self) -> EvmActionCodec:
        return EvmActionCodec({CHAIN: self.chain})

    async def writes(self, *lines: str) -> tuple[Action, ...]:
        """The words `{river}`, `{ada}` and so on stand for addresses."""
        names = {
            name: getattr(self.paying, name).address for name in ("dollar", "river", "lockup", "payroll")
        }
        names |= {name: self.paying.wallet(name) for name in ("ada", "ben", "treasury")}
        text = "\n".join(lines).format_map(names)
        at = await self.chain.latest()
        return await self.codec.parse(text, CHAIN, at, account=self.paying.treasury)

    async def reads(self, actions: Sequence[Action]) -> tuple[DecodedAction, ...]:
        return await self.codec.decode(actions, await self.chain.latest(), account=self.paying.treasury)

    async def words(self, actions: Sequence[Action]) -> list[str]:
        return deed_lines(await self.reads(actions), PLAIN_ENGLISH)

    async def dangers(self, actions: Sequence[Action]) -> list[str]:
        return danger_lines(await self.reads(actions), PLAIN_ENGLISH)


async def _paying(local: LocalChain) -> Paying:
    dollar = await local.deploy("PlainToken", "Dollar", "USDC", 6)
    river = await local.deploy("PlainToken", "River", "RIVER", 18)
    lockup = await local.deploy("Lockup")
    paying = Paying(local, dollar, river, lockup, await local.deploy("Payroll", dollar.address))
    for name in ("treasury", "ada", "ben"):
        await local.fund(paying.wallet(name), COINS)
    await dollar.send("airdrop", [paying.treasury], [10**12], sender=local.deployer)
    await river.send("airdrop", [paying.treasury], [10**24], sender=local.deployer)
    return paying


_PAYING = BuiltOnce(_paying, genesis_time=1_700_000_000)


@asynccontextmanager
async def served_author() -> AsyncIterator[Author]:
    async with (
        _PAYING.served() as paying,
        evm_chain(paying.local.url, streams=paying.contracts) as chain,
    ):
        yield Author(paying, chain)
