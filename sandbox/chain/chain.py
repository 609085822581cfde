"""A local chain for tests and the demo: start it, deploy, send, mine, and make it misbehave."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from eth_typing import Address
from eth_utils import to_canonical_address, to_checksum_address

from sandbox.chain.account import Account
from sandbox.chain.anvil.process import AnvilBackend
from sandbox.chain.clock import BlockClock
from sandbox.chain.contract import MULTICALL3, SAFES_OWN, Contract, artifact
from sandbox.chain.controls import controls
from sandbox.chain.errors import RpcError
from sandbox.chain.faults import Faults
from sandbox.chain.front import Backend, Front
from sandbox.chain.pyevm.ledger import Ledger
from sandbox.chain.pyevm.methods import PyEvmBackend
from sandbox.chain.server import RpcServer

GAS_LIMIT = 10**9
RICH = 10**24
PRIORITY_FEE = 10**9
HIGH_FEE = 5 * 10**9
"""Wei: more than gas costs here."""
RICH_ACCOUNTS = 10
_DELEGATION_GAS = 100_000
"""Enough for a transaction with one authorization (EIP-7702)."""


@dataclass(frozen=True)
class Block:
    """A block's number, hash (0x…) and timestamp (Unix seconds)."""

    number: int
    hash: str
    timestamp: int


@dataclass(frozen=True)
class Endpoint:
    """One more port that answers for a chain."""

    url: str
    front: Front

    @property
    def faults(self) -> Faults:
        """What goes wrong at this port."""
        return self.front.faults


@dataclass(frozen=True)
class SavedChain:
    """A chain as it once was. Any number of chains go on from there, each for itself: `LocalChain.serve(saved=…)`."""

    ledger: Ledger
    clock: BlockClock
    finality: int
    shared: Mapping[str, Contract]


class LocalChain:
    """A chain behind a loopback JSON-RPC port. Made by `serve`.

    What is asked through this class goes past the port: it's never counted and never faulty.
    """

    def __init__(self, front: Front, clock: BlockClock, chain_id: int, accounts: tuple[Account, ...]) -> None:
        self.url = ""
        self.others: list[Endpoint] = []
        """More endpoints of the same chain, each with faults of its own."""
        self.chain_id = chain_id
        self.accounts = accounts
        self._front = front
        self._clock = clock
        self._shared: dict[str, Contract] = {}
        self._sending = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        backend: Literal["pyevm", "anvil"] = "pyevm",
        chain_id: int = 31337,
        finality: int = 2,
        port: int = 0,
        genesis_time: int | None = None,
        block_interval: int = 12,
        endpoints: int = 1,
        saved: SavedChain | None = None,
        codes: Mapping[str, str] = MappingProxyType({}),
    ) -> AsyncIterator[LocalChain]:
        """A running chain with Multicall3 and what makes Safes at their usual addresses, and ten rich accounts.

        `finality`: how many blocks the head is ahead of `finalized`. `genesis_time` (Unix seconds): the chain keeps
        its own time and each block comes `block_interval` seconds later; without it blocks have the wall clock's time.
        `endpoints`: how many ports answer for it, as if they were nodes of different hands.
        `saved`: it goes on where that one was, with its id, time and finality. `codes`: contracts of
        `sandbox/contracts` that stand at these addresses from the beginning, without having been constructed.
        """
        accounts = tuple(Account.of(f"rich {number}") for number in range(RICH_ACCOUNTS))
        chosen: Backend
        if saved is None:
            clock = BlockClock(genesis_time, block_interval)
            chosen = await _backend(backend, chain_id, clock, accounts, codes)
        else:
            clock, finality, chain_id = copy(saved.clock), saved.finality, saved.ledger.chain_id
            chosen = PyEvmBackend(saved.ledger.copied(clock))
        front = Front(chosen, finality)
        chain = cls(front, clock, chain_id, accounts)
        if saved is not None:
            chain._shared = {name: contract.on(chain) for name, contract in saved.shared.items()}
        fronts = [front, *(Front(chosen, finality) for _ in range(1, endpoints))]
        servers = [RpcServer(each, controls(chain)) for each in fronts]
        try:
            urls = [await server.start(port if number == 0 else 0) for number, server in enumerate(servers)]
            chain.url = urls[0]
            chain.others = [Endpoint(url, each) for url, each in zip(urls[1:], fronts[1:], strict=True)]
            yield chain
        finally:
            for server in servers:
                await server.stop()
            await chosen.close()

    def saved(self) -> SavedChain:
        """The chain as it is now. Nobody uses this one any more; it isn't anvil's."""
        backend = self._front.backend
        assert isinstance(backend, PyEvmBackend)
        return SavedChain(backend.ledger, self._clock, self._front.finality, dict(self._shared))

    @property
    def deployer(self) -> Account:
        """The first of the rich accounts, from which `deploy` and `fund` pay."""
        return self.accounts[0]

    @property
    def backend(self) -> str:
        """`pyevm` or `anvil`."""
        return self._front.backend.kind

    @property
    def faults(self) -> Faults:
        """What goes wrong at the port."""
        return self._front.faults

    @property
    def requests(self) -> Counter[str]:
        """How often each method was asked for at the port, each request of a batch counted."""
        return self._front.faults.requests

    def account(self, seed: str) -> Account:
        """The account of these words; it owns nothing until `fund`."""
        return Account.of(seed)

    async def request(self, method: str, params: list[Any]) -> Any:
        """The true result of a JSON-RPC method; raises RpcError."""
        return await self._front.result(method, params)

    async def fund(self, account: Account | str, wei: int) -> None:
        """Give an account some of the chain's own currency."""
        await self.send(self.deployer, account if isinstance(account, str) else account.address, wei)

    async def deploy(self, name: str, *arguments: Any, sender: Account | None = None) -> Contract:
        """Deploy a contract of `sandbox/contracts` with its constructor's arguments."""
        found = artifact(name)
        receipt = await self.send(sender or self.deployer, None, 0, found.creation(arguments))
        return Contract(self, to_checksum_address(receipt["contractAddress"]), found.abi)

    async def shared(self, name: str) -> Contract:
        """A contract without constructor arguments that is deployed when it's first asked for."""
        known = self._shared.get(name)
        # A reorganisation may have taken it away.
        if known is None or await self.request("eth_getCode", [known.address, "latest"]) == "0x":
            known = self._shared[name] = await self.deploy(name)
        return known

    def contract(self, name: str, address: str) -> Contract:
        """A contract of `sandbox/contracts` that is already there."""
        return Contract(self, to_checksum_address(address), artifact(name).abi)

    @property
    def multicall3(self) -> Contract:
        """Multicall3 at its usual address."""
        return self.contract("Multicall3", MULTICALL3)

    async def send(
        self, sender: Account, to: str | None, value: int = 0, data: bytes = b"", gas: int | None = None
    ) -> dict[str, Any]:
        """The receipt of a transaction, mined at once. `gas` None: enough.

        Raises RpcError when it's refused or reverts.
        """
        async with self._sending:
            if gas is None and (receipt := await self._carried_out(sender, to, value, data)):
                return receipt
            return await self._mined(await self.signed(sender, to, value, data, gas))

    async def delegate_code(self, account: Account, contract: str) -> None:
        """From now on calls to this account run the code of the contract, on the account's own storage (EIP-7702); the
        zero address ends that. The deployer pays."""
        async with self._sending:
            named = {"chainId": self.chain_id, "address": contract, "nonce": await self._nonce(account)}
            transaction = await self._priced(self.deployer, _DELEGATION_GAS) | {
                "type": 4,
                "to": account.address,
                "authorizationList": [account.key.sign_authorization(named)],
            }
            signed = self.deployer.key.sign_transaction(transaction)
            await self._mined("0x" + signed.raw_transaction.hex())

    async def _mined(self, signed: str) -> dict[str, Any]:
        transaction_hash = await self.request("eth_sendRawTransaction", [signed])
        receipt = await self.request("eth_getTransactionReceipt", [transaction_hash])
        if receipt is None:
            await self._front.backend.mine()
            receipt = await self.request("eth_getTransactionReceipt", [transaction_hash])
        if receipt is None:
            raise RpcError(-32000, "the transaction waits for one before it")
        if int(receipt["status"], 16) != 1:
            raise RpcError(-32000, f"transaction {transaction_hash} reverted", receipt)
        return dict(receipt)

    async def _carried_out(
        self, sender: Account, to: str | None, value: int, data: bytes
    ) -> dict[str, Any] | None:
        """The receipt of a transaction with plenty of gas, of which nobody had to ask how much it needs. None where
        that doesn't succeed, or the sender can't pay so much: all is as it was."""
        backend = self._front.backend
        if backend.plenty is None or await self.balance(sender.address) < value + backend.plenty * HIGH_FEE:
            return None
        transaction_hash = await backend.carry_out(await self.signed(sender, to, value, data, backend.plenty))
        if transaction_hash is None:
            return None
        return dict(await self.request("eth_getTransactionReceipt", [transaction_hash]))

    async def signed(
        self, sender: Account, to: str | None, value: int = 0, data: bytes = b"", gas: int | None = None
    ) -> str:
        """A signed transaction (0x…) that hasn't been sent."""
        call = {"from": sender.address, "value": hex(value), "data": "0x" + data.hex()}
        if to is not None:
            call["to"] = to
        if gas is None:
            # Twice the estimate: what happens in the next block can cost more than in this one (checkpoints).
            gas = min(2 * int(await self.request("eth_estimateGas", [call]), 16), GAS_LIMIT)
        transaction = await self._priced(sender, gas) | {"type": 2, "value": value, "data": data}
        if to is not None:
            transaction["to"] = to_checksum_address(to)
        return "0x" + sender.key.sign_transaction(transaction).raw_transaction.hex()

    async def _priced(self, sender: Account, gas: int) -> dict[str, Any]:
        """What every transaction of this sender says."""
        head = await self.request("eth_getBlockByNumber", ["latest", False])
        return {
            "chainId": self.chain_id,
            "nonce": await self._nonce(sender),
            "maxFeePerGas": 2 * int(head["baseFeePerGas"], 16) + PRIORITY_FEE,
            "maxPriorityFeePerGas": PRIORITY_FEE,
            "gas": gas,
        }

    async def _nonce(self, account: Account) -> int:
        return int(await self.request("eth_getTransactionCount", [account.address, "pending"]), 16)

    async def mine(self, blocks: int = 1, timestamp: int | None = None) -> Block:
        """Mine blocks, the first of them at this time (Unix seconds) if one is given; returns the head."""
        for number in range(blocks):
            await self._front.backend.mine(timestamp if number == 0 else None)
        return await self.block("latest")

    def advance(self, seconds: int) -> None:
        """Let the next block come that much later."""
        self._clock.advance(seconds)

    async def automine(self, on: bool) -> None:
        """Whether each transaction is mined as it comes; otherwise `mine` does it."""
        await self._front.backend.automine(on)

    async def reorg(self, depth: int, drop: bool = True) -> Block:
        """Replace the newest blocks by as many others, without their transactions or (drop=False) with them."""
        await self._front.backend.reorganise(depth, drop)
        return await self.block("latest")

    def prune(self, keep: int | None = 128) -> None:
        """Forget the states of all but the newest `keep` blocks and the head; None: forget nothing."""
        self._front.kept = keep

    def finality(self, depth: int) -> None:
        """How many blocks the head is ahead of `finalized` from now on, at every endpoint."""
        self._front.finality = depth
        for other in self.others:
            other.front.finality = depth

    def gas_cap(self, gas: int | None) -> None:
        """Give a call no more gas than this, whatever it asks for; None: all it asks for."""
        self._front.gas_cap = gas

    async def block(self, block: int | str = "latest") -> Block:
        """A block by number, hash (0x and 64 digits) or tag."""
        if isinstance(block, str) and len(block) == 66:
            found = await self.request("eth_getBlockByHash", [block, False])
        else:
            place = hex(block) if isinstance(block, int) else block
            found = await self.request("eth_getBlockByNumber", [place, False])
        if found is None:
            raise RpcError(-32000, f"there is no block {block}")
        return Block(int(found["number"], 16), found["hash"], int(found["timestamp"], 16))

    async def balance(self, address: str, block: int | str = "latest") -> int:
        """An account's balance of the chain's own currency, in wei."""
        place = hex(block) if isinstance(block, int) else block
        return int(await self.request("eth_getBalance", [address, place]), 16)


async def _backend(
    kind: str,
    chain_id: int,
    clock: BlockClock,
    accounts: tuple[Account, ...],
    placed: Mapping[str, str],
) -> Backend:
    balances: dict[str, int] = {account.address: RICH for account in accounts}
    codes: dict[str, bytes] = {
        MULTICALL3: artifact("Multicall3").deployed,
        **{place: artifact(name).deployed for name, place in SAFES_OWN.items()},
    }
    codes |= {address: artifact(name).deployed for address, name in placed.items()}
    if kind == "anvil":
        return await AnvilBackend.start(
            chain_id=chain_id, clock=clock, balances=balances, codes=codes, gas_limit=GAS_LIMIT
        )
    if kind != "pyevm":
        raise ValueError(f"unknown backend {kind!r}")
    ledger = Ledger(
        chain_id=chain_id,
        balances={Address(to_canonical_address(address)): wei for address, wei in balances.items()},
        codes={Address(to_canonical_address(address)): code for address, code in codes.items()},
        genesis_time=clock.genesis_time,
        gas_limit=GAS_LIMIT,
        clock=clock,
    )
    return PyEvmBackend(ledger)
