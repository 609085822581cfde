"""One EVM chain: the port `Chain`, out of endpoints that agree."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from bot.chain.blocks import Blocks, Finality
from bot.chain.calls.multicall import MULTICALL3, Reader
from bot.chain.calls.simulating import PaidCall, Tried, try_out
from bot.chain.calls.state import Call, Outcome, Reverted, ask_at, eth_call, eth_get_code, eth_get_storage
from bot.chain.calls.tracing import Trace, trace
from bot.chain.contracts import signatures, tokens
from bot.chain.contracts.delegate_registries import Registries
from bot.chain.contracts.ens import look_up
from bot.chain.contracts.events import Log, find_logs
from bot.chain.contracts.governors import votes_token, votes_token_calls
from bot.chain.contracts.transactions import SentTransaction, find_sent
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.probe import DEPTHS, Probe
from bot.chain.nodes.rpc import Request
from bot.chain.powers import read_powers
from bot.chain.sources import DELEGATE_READS, READS
from bot.chain.sources.erc20_votes import DELEGATION, delegation_calls
from bot.domain.accounts.accounts import NameAnswer
from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.delegation.delegate_registry import DelegateRegistry, FoundDelegations
from bot.domain.errors import (
    AcceptsAnything,
    ChainUnavailable,
    MalformedSignature,
    NoCode,
    WrongContract,
    WrongSignature,
)
from bot.domain.errors.chain.contracts import DelegationPassedOver, MoreThanThereIs, NothingInAll, SourceDoubt
from bot.domain.errors.wallets import WalletNotDeployed
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.power import OfContract
from bot.services.ports import AnyOnChain, EndpointFound, UnitOfWork

MULTI_SEND_CALL_ONLY = Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2")
"""Safe's MultiSendCallOnly 1.4.1 (https://github.com/safe-global/safe-deployments)."""
_MULTI_SEND_ON_ERAVM = Address("0x0408EF011960d02349d50286D20531229BCef773")
_ERAVM = frozenset({232, 300, 324, 2741, 11124, 50104, 531050104})
"""Chains whose contracts are compiled for zkSync's machine: Lens, ZKsync, Abstract, Sophon and their test chains."""
_MULTICALL_ON_ZKSYNC = Address("0xF9cda624FBC7e059355ce98a31693d299FAcd963")
"""Multicall3 on ZKsync Era and its test chain (https://www.multicall3.com/deployments)."""
_ZKSYNC = frozenset({300, 324})


_SAMPLES = (Address("0x" + "0" * 40), Address("0x000000000000000000000000000000000000dEaD"))
"""Accounts that everybody knows, of which a source is asked when it is named."""


def usual_multi_send(chain: ChainId) -> Address:
    """Where Safe's MultiSendCallOnly 1.4.1 stands on a chain, if it is there."""
    return _MULTI_SEND_ON_ERAVM if chain in _ERAVM else MULTI_SEND_CALL_ONLY


def usual_multicall(chain: ChainId) -> Address:
    """Where Multicall3 stands on a chain, if it is there."""
    return _MULTICALL_ON_ZKSYNC if chain in _ZKSYNC else MULTICALL3


_LENT, _LENT_LENGTH = bytes.fromhex("ef0100"), 23
"""The code of an account whose key has lent it the code of a contract (EIP-7702): these bytes and its address."""


def _is_contract(code: bytes) -> bool:
    return bool(code) and not (code.startswith(_LENT) and len(code) == _LENT_LENGTH)


@dataclass(frozen=True)
class ChainConfig:
    """A chain as the operator names it."""

    name: str
    id: ChainId
    rpc_urls: tuple[str, ...] = field(repr=False)
    """They may hold keys, so that they are never shown."""
    finality: Finality = "finalized"
    stale_after: timedelta | None = None
    """A newest finalized block that is older than this is a fault; None takes any."""
    agreement: int | None = None
    """How many endpoints must say the same; None: all of one or two, the majority of more."""
    native: str = "ETH"
    """The symbol of the chain's coin, which has 18 decimals."""
    multicall: Address | None = MULTICALL3
    multi_send: Address = MULTI_SEND_CALL_ONLY
    ens: Address | None = None
    """The registry of ENS names, where the chain has one."""
    service_url: str | None = None
    """The Safe Transaction Service, up to and with `/api`."""
    service_token: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)


class EvmChain:
    """Implements the port `Chain`. Close it, or use it as a context."""

    def __init__(
        self,
        config: ChainConfig,
        now: Callable[[], datetime] | None = None,
        uow: UnitOfWork | None = None,
    ) -> None:
        """With `now`, the time, a block of the future is not believed. With `uow`, what was looked through of events is
        kept over the end of the program."""
        self.config = config
        self.id = config.id
        self.name = config.name
        self._endpoints = Endpoints(config.id, config.rpc_urls, config.limits, config.agreement)
        self._blocks = Blocks(config.id, self._endpoints, config.finality, config.stale_after, now)
        self._reader = Reader(self._endpoints, config.limits, config.multicall)
        self._registries = Registries(self._endpoints, self._reader, self._blocks, uow)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. They open again when something is read."""
        await self._endpoints.close()

    # -- blocks ---------------------------------------------------------------------------------------------

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        """The newest finalized block whose timestamp is at or before `not_after`. Raises ChainUnavailable."""
        return await self._blocks.finalized(not_after)

    async def latest(self) -> BlockRef:
        """The newest block. Raises ChainUnavailable."""
        return await self._blocks.latest()

    async def head_time(self) -> datetime:
        """The time of the newest block, also where that is to come. Raises ChainUnavailable."""
        return await self._blocks.head_time()

    async def block(self, number: int) -> BlockRef:
        """The canonical block of that number. Raises ChainUnavailable."""
        return await self._blocks.at(number)

    async def is_canonical(self, block: BlockRef) -> bool:
        """Whether the chain still has this block at its number. Raises ChainUnavailable."""
        return await self._blocks.is_canonical(block)

    async def history_depth(self, at: BlockRef) -> int | None:
        """How many blocks before `at` the nodes still have the state of; None: all that were tried.

        Tried are 100,000, 128 and 1 blocks, and the first block where there are fewer. Raises ChainUnavailable when
        not even the state of the block before is there.
        """
        for depth in DEPTHS:
            block = await self.block(max(at.number - depth, 0))
            try:
                await self._codes([MULTICALL3], block)
            except ChainUnavailable:
                continue
            return None if depth == DEPTHS[0] or block.number == 0 else depth
        raise ChainUnavailable(self.id, f"no state before block {at.number}")

    async def endpoints(self, at: BlockRef) -> list[EndpointFound]:
        """What each endpoint can do, by asking each. Nothing is raised."""
        questions = Probe(at, self.config.finality, self.config.multicall, self._blocks.read)
        return await self._endpoints.every(questions.of)

    # -- power ----------------------------------------------------------------------------------------------

    async def powers(self, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef) -> list[Reading]:
        """What each source gives for each wallet at one block, unweighted, in the order of `reads`.

        A read that fails, gives anything but 32 bytes, or more than there can be, is Undetermined. Raises
        ChainUnavailable when no endpoint answered.
        """
        return await read_powers(self._reader, reads, at)

    async def total(self, source: AnyOnChain, at: BlockRef) -> Reading:
        """All there is of the source at the block (its total supply), in base units, unweighted.

        Undetermined where the contract doesn't tell it. Raises ChainUnavailable when no endpoint answered.
        """
        kind = READS[type(source)]
        return kind.total(source, await self._reader.read(kind.total_calls(source), at))

    async def delegates(
        self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef
    ) -> list[Address | Undetermined | None]:
        """To whom each wallet has delegated its votes of the token at the block; None: to nobody.

        Raises ChainUnavailable when no endpoint answered.
        """
        outcomes = await self._reader.read(
            [DELEGATE_READS[type(source)].delegate_call(source, wallet) for source, wallet in reads], at
        )
        return [
            DELEGATE_READS[type(source)].delegate(outcome)
            for (source, _), outcome in zip(reads, outcomes, strict=True)
        ]

    async def held(self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef) -> list[Reading]:
        """What each wallet itself holds of the token at the block, in base units, whoever votes with it.

        Raises ChainUnavailable when no endpoint answered.
        """
        outcomes = await self._reader.read(
            [DELEGATE_READS[type(source)].held_call(source, wallet) for source, wallet in reads], at
        )
        return [tokens.possible(tokens.number(outcome), None) for outcome in outcomes]

    async def delegations(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> FoundDelegations:
        """Who has delegated to any of these wallets in the registry at the block, by its events and its state.

        Raises ChainUnavailable, also where a node gives no events, and when `at` is not on the chain any more.
        """
        if not await self.is_canonical(at):
            raise ChainUnavailable(self.id, f"block {at.number} is not on the chain any more")
        return await self._registries.delegations(registry, delegates, at)

    async def check_registry(self, registry: DelegateRegistry, at: BlockRef) -> None:
        """Raises NoCode, WrongContract for what is no registry, ChainUnavailable, also where events can't be had."""
        if not await self.has_code(registry.contract, at):
            raise NoCode(registry.contract, self.id)
        await self._registries.check(registry, at)

    async def check_source(self, source: AnyOnChain, at: BlockRef) -> tuple[str, int]:
        """Symbol (untrusted, cleaned) and decimals of a source that answers as its kind must.

        Raises NoCode, WrongContract, ChainUnavailable.
        """
        if isinstance(source, OfContract) and not await self.has_code(source.contract, at):
            raise NoCode(source.contract, self.id)
        found = await READS[type(source)].check(source, self._reader, at, self.config.native)
        if isinstance(source, OfContract):
            samples = [source.contract, *_SAMPLES]
            if any(map(tokens.is_impossible, await self.powers([(source, each) for each in samples], at))):
                raise WrongContract(source.contract, source.kind, MoreThanThereIs())
        return found

    async def votes_token(self, contract: Address, at: BlockRef) -> Address | None:
        """The token whose votes a Governor (or a Baal) counts; None for a contract that is none. Raises
        ChainUnavailable."""
        outcomes = await self._reader.read(votes_token_calls(contract), at)
        tokens.all_answered(outcomes, self.id)
        return votes_token(outcomes)

    async def doubts(self, source: AnyOnChain, at: BlockRef) -> list[SourceDoubt]:
        """What a moderator should know of a source that answers as its kind must. Raises ChainUnavailable."""
        doubts: list[SourceDoubt] = []
        if await self.total(source, at) == Value(0):
            doubts.append(NothingInAll())
        if isinstance(source, OfContract) and source.amount_held:
            names = await self._reader.read(delegation_calls(source.contract), at)
            doubts += [
                DelegationPassedOver(function)
                for function, answer in zip(DELEGATION, names, strict=True)
                if isinstance(answer, bytes) and len(answer) == 32
            ][:1]
        return doubts

    @property
    def native(self) -> str:
        """The symbol of its coin."""
        return self.config.native

    # -- names ----------------------------------------------------------------------------------------------

    @property
    def has_names(self) -> bool:
        """Whether it has a registry of ENS."""
        return self.config.ens is not None

    async def named(self, names: Sequence[str], on: ChainId, at: BlockRef) -> dict[str, NameAnswer]:
        """What each ENS name stands for on the chain `on`. Raises ChainUnavailable; ValueError without a registry."""
        if self.config.ens is None:
            raise ValueError(f"{self.name} has no names")
        return await look_up(self._reader, self.config.ens, names, self.id, on, at)

    # -- contracts ------------------------------------------------------------------------------------------

    async def read(self, calls: Sequence[Call], at: BlockRef) -> list[Outcome]:
        """What each call returns in the state after the block. Raises ChainUnavailable."""
        return await self._reader.read(calls, at)

    async def has_code(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract. Raises ChainUnavailable."""
        return bool((await self.codes([account], at))[account])

    async def is_contract(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract that has no key. Raises ChainUnavailable."""
        return account in await self.contracts([account], at)

    async def contracts(self, accounts: Sequence[Address], at: BlockRef) -> set[Address]:
        """Those of the accounts where a contract stands that has no key. Raises ChainUnavailable."""
        codes = await self.codes(accounts, at)
        return {account for account, code in codes.items() if _is_contract(code)}

    async def codes(self, accounts: Sequence[Address], at: BlockRef) -> dict[Address, bytes]:
        """The code of each account, empty where there is none. Raises ChainUnavailable."""
        distinct = list(dict.fromkeys(accounts))
        codes = dict(zip(distinct, await self._codes(distinct, at), strict=True))
        empty = [account for account in distinct if not codes[account]]
        # Nothing is also what a node answers that has lost its data, so that it has to say it twice.
        if any(await self._codes(empty, at)):
            raise ChainUnavailable(self.id, "the node contradicts itself")
        return codes

    async def storage(self, slots: Sequence[tuple[Address, int]], at: BlockRef) -> list[bytes]:
        """The 32 bytes in each account's storage slot. Raises ChainUnavailable."""
        found: list[bytes] = []
        requests = [eth_get_storage(account, slot) for account, slot in slots]
        for outcome in await self._outcomes(requests, at):
            if not isinstance(outcome, bytes) or len(outcome) > 32:
                if isinstance(outcome, bytes):
                    raise ChainUnavailable(self.id, "more than 32 bytes of a slot")
                raise ChainUnavailable(self.id, outcome.why, failure=outcome.failure)
            found.append(outcome.rjust(32, b"\0"))
        return found

    async def call_as(self, sender: Address, call: Call, at: BlockRef) -> bytes | Reverted:
        """What a function that reads who calls it gives to this caller. Raises ChainUnavailable."""
        request = eth_call(call, gas=self.config.limits.signature_gas, sender=sender)
        (outcome,) = await self._outcomes([request], at)
        if isinstance(outcome, NoAnswer):
            raise ChainUnavailable(self.id, outcome.why, failure=outcome.failure)
        return outcome

    async def reverted_with(self, calls: Sequence[Call], at: BlockRef) -> list[bytes | None]:
        """What each function that always reverts gives with it; None where it doesn't, or no node tells. Raises
        ChainUnavailable."""
        requests = [eth_call(call, gas=self.config.limits.simulation_gas) for call in calls]

        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Outcome]:
            asked = [requests[item] for item in items]
            return list(map(_given, await ask_at(endpoint, asked, at, self.config.multicall)))

        found: list[bytes | None] = []
        for outcome in await self._endpoints.agree(len(requests), question):
            if isinstance(outcome, NoAnswer):
                raise ChainUnavailable(self.id, outcome.why, failure=outcome.failure)
            found.append(outcome if isinstance(outcome, bytes) else None)
        return found

    async def try_out(
        self, account: Address, code: bytes, calls: Sequence[PaidCall], reads: Sequence[Call], at: BlockRef
    ) -> Tried | NoAnswer:
        """What would come of calls that the account makes in the state after the block, one after the other, and of
        reads before and after them. `code` is its own. Raises ChainUnavailable."""
        config = self.config
        return await try_out(
            self._endpoints, config.limits, config.multicall, account, code, calls, reads, at
        )

    async def trace(
        self, account: Address, code: bytes, calls: Sequence[PaidCall], kinds: Collection[int], at: BlockRef
    ) -> Trace:
        """Where something may change by such calls, as far as the nodes tell it: by events whose first topic is one of
        `kinds`, and by coins. Nothing is raised."""
        return await trace(self._endpoints, self.config.limits, account, code, calls, kinds, at)

    async def sent(self, hashes: Sequence[TransactionHash]) -> list[SentTransaction]:
        """The transactions of these hashes. Raises ChainUnavailable."""
        return await find_sent(self._endpoints, hashes)

    async def _codes(self, accounts: Sequence[Address], at: BlockRef) -> list[bytes]:
        found: list[bytes] = []
        for outcome in await self._outcomes([eth_get_code(account) for account in accounts], at):
            if not isinstance(outcome, bytes):
                raise ChainUnavailable(self.id, outcome.why, failure=outcome.failure)
            found.append(outcome)
        return found

    async def _outcomes(self, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Outcome]:
            return await ask_at(endpoint, [requests[item] for item in items], at, self.config.multicall)

        return await self._endpoints.agree(len(requests), question)

    # -- signatures -----------------------------------------------------------------------------------------

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> SignedAs:
        """How the wallet signed the text: with its key (EIP-191), or as a contract (EIP-1271).

        Raises WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable.
        """
        return await self.signed_hash(wallet, signatures.personal_hash(message), signature, at)

    async def signed_hash(self, wallet: Address, digest: bytes, signature: str, at: BlockRef) -> SignedAs:
        """The same of the 32 bytes that are signed, such as those of typed data (EIP-712).

        A contract is asked twice: one that takes the signature also for a digest that belongs to nothing takes it for
        anything. Raises WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable.
        """
        raw = signatures.signature_bytes(signature)
        signer: Address | None = None
        malformed: MalformedSignature | None = None
        try:
            signer = signatures.recover(digest, raw)
        except MalformedSignature as error:
            malformed = error
        if signer == wallet:
            return SignedAs.KEY
        if await self.has_code(wallet, at):
            if not await self.contract_signed(wallet, digest, raw, at):
                raise WrongSignature(wallet, None)
            if await self.contract_signed(wallet, secrets.token_bytes(32), raw, at):
                raise AcceptsAnything(wallet)
            return SignedAs.CONTRACT
        if signatures.is_wrapped(signature):
            raise MalformedSignature(WalletNotDeployed())
        if malformed:
            raise malformed
        raise WrongSignature(wallet, signer)

    async def contract_signed(self, wallet: Address, digest: bytes, signature: bytes, at: BlockRef) -> bool:
        """Whether a contract accepts a signature of a 32-byte digest (EIP-1271). A revert means no.

        Raises ChainUnavailable.
        """
        call = signatures.is_valid_signature(wallet, digest, signature)
        (outcome,) = await self._outcomes([eth_call(call, gas=self.config.limits.signature_gas)], at)
        if isinstance(outcome, NoAnswer):
            raise ChainUnavailable(self.id, outcome.why, failure=outcome.failure)
        return not isinstance(outcome, Reverted) and outcome == signatures.MAGIC_ANSWER

    # -- events ---------------------------------------------------------------------------------------------

    async def logs(self, contract: Address, topics: Sequence[str], since: int, at: BlockRef) -> list[Log]:
        """The contract's events whose first topic is one of these, from block `since` to `at`, in their order.

        Raises ChainUnavailable, also when `at` is not on the chain any more.
        """
        if not await self.is_canonical(at):
            raise ChainUnavailable(self.id, f"block {at.number} is not on the chain any more")
        return await find_logs(self._endpoints, contract, [topics], since, at.number)


def _given(outcome: Outcome) -> Outcome:
    """What came with a revert, in place of it, so that endpoints have to agree on it."""
    if isinstance(outcome, Reverted):
        return outcome.data or outcome
    return Reverted("it didn't revert") if isinstance(outcome, bytes) else outcome
