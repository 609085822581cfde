"""One EVM chain: the port `Chain`, out of endpoints that agree."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.chain.blocks import Blocks
from bot.chain.calls.account_reads import AccountReads
from bot.chain.calls.multicall import MULTICALL3, Reader
from bot.chain.calls.simulating import PaidCall, Tried, try_out
from bot.chain.calls.state import Call, Outcome, Question, Reverted
from bot.chain.calls.tracing import Trace, trace
from bot.chain.config import ChainConfig
from bot.chain.contracts import signatures, signers, tokens
from bot.chain.contracts.delegate_registries import Registries
from bot.chain.contracts.ens import look_up
from bot.chain.contracts.events import Log, find_logs, word_topic
from bot.chain.contracts.governors import votes_token, votes_token_calls
from bot.chain.contracts.transactions import SentTransaction, find_sent
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.probe import DEPTHS, Probe
from bot.chain.powers import read_powers
from bot.chain.sources import DELEGATE_READS, READS
from bot.chain.sources.erc20_votes import DELEGATION, delegation_calls
from bot.domain.accounts.accounts import NameAnswer
from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.delegation.delegate_registry import DelegateRegistry, FoundDelegations
from bot.domain.errors import (
    ChainUnavailable,
    NoCode,
    WrongContract,
)
from bot.domain.errors.chain.contracts import DelegationPassedOver, MoreThanThereIs, NothingInAll, SourceDoubt
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.power import OfContract
from bot.services.ports import AnyOnChain, EndpointFound, UnitOfWork

_SAMPLES = (Address("0x" + "0" * 40), Address("0x000000000000000000000000000000000000dEaD"))
"""Accounts that everybody knows, of which a source is asked when it is named."""


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
        self._accounts = AccountReads(config.id, self._endpoints, config.limits, config.multicall)
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
                await self._accounts.codes_said_once([MULTICALL3], block)
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

    async def read(self, questions: Sequence[Question], at: BlockRef) -> list[Outcome]:
        """What each question is answered with in the state after the block. Raises ChainUnavailable."""
        return await self._reader.read(questions, at)

    async def has_code(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract. Raises ChainUnavailable."""
        return await self._accounts.has_code(account, at)

    async def is_contract(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract that has no key. Raises ChainUnavailable."""
        return account in await self.contracts([account], at)

    async def contracts(self, accounts: Sequence[Address], at: BlockRef) -> set[Address]:
        """Those of the accounts where a contract stands that has no key. Raises ChainUnavailable."""
        return await self._accounts.contracts(accounts, at)

    async def codes(self, accounts: Sequence[Address], at: BlockRef) -> dict[Address, bytes]:
        """The code of each account, empty where there is none. Raises ChainUnavailable."""
        return await self._accounts.codes(accounts, at)

    async def storage(self, slots: Sequence[tuple[Address, int]], at: BlockRef) -> list[bytes]:
        """The 32 bytes in each account's storage slot. Raises ChainUnavailable."""
        return await self._accounts.storage(slots, at)

    async def call_as(self, sender: Address, call: Call, at: BlockRef) -> bytes | Reverted:
        """What a function that reads who calls it gives to this caller. Raises ChainUnavailable."""
        return await self._accounts.call(call, at, sender)

    async def reverted_with(self, calls: Sequence[Call], at: BlockRef) -> list[bytes | None]:
        """What each function that always reverts gives with it; None where it doesn't, or no node tells. Raises
        ChainUnavailable."""
        return await self._accounts.reverted_with(calls, at)

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
        self, account: Address, code: bytes, calls: Sequence[PaidCall], kinds: Mapping[int, int], at: BlockRef
    ) -> Trace:
        """Where something may change by such calls, as far as the nodes tell it: by events whose first topic is one of
        `kinds`, with so many words of their data, and by coins. Nothing is raised."""
        return await trace(self._endpoints, self.config.limits, account, code, calls, kinds, at)

    async def sent(self, hashes: Sequence[TransactionHash]) -> list[SentTransaction]:
        """The transactions of these hashes. Raises ChainUnavailable."""
        return await find_sent(self._endpoints, hashes)

    # -- signatures -----------------------------------------------------------------------------------------

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> SignedAs:
        """How the wallet signed the text: with its key (EIP-191), or as a contract (EIP-1271).

        Raises WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable.
        """
        return await self.signed_hash(wallet, signatures.personal_hash(message), signature, at)

    async def signed_hash(self, wallet: Address, digest: bytes, signature: str, at: BlockRef) -> SignedAs:
        """The same of the 32 bytes that are signed, such as those of typed data (EIP-712)."""
        return await signers.signed_hash(self._accounts, wallet, digest, signature, at)

    async def contract_signed(self, wallet: Address, digest: bytes, signature: bytes, at: BlockRef) -> bool:
        """Whether a contract accepts a signature of a 32-byte digest (EIP-1271). A revert means no.

        Raises ChainUnavailable.
        """
        return await signers.contract_signed(self._accounts, wallet, digest, signature, at)

    # -- events ---------------------------------------------------------------------------------------------

    @property
    def log_span(self) -> int:
        """Of how many blocks every endpoint gives events at once, as far as they have been asked."""
        return self._endpoints.log_span

    async def block_of(self, log: Log) -> BlockRef:
        """The block in which an event stands. Raises ChainUnavailable, also where it stands there no more."""
        block = await self.block(log.block_number)
        if block.hash != log.block_hash:
            raise ChainUnavailable(self.id, "the chain changed while it was read")
        return block

    async def logs(
        self,
        contract: Address,
        topics: Sequence[str],
        since: int,
        at: BlockRef,
        until: int | None = None,
        *,
        about: str | None = None,
        most: int | None = None,
        longest: int | None = None,
    ) -> list[Log]:
        """The contract's events whose first topic is one of these, from block `since` to `until` (`at` without it), in
        their order, as block `at` has them. `about`: the account or hash in their second topic, where only
        those count.

        Raises TooManyLogs where there are more than `most`, or more than `longest` bytes of data; ChainUnavailable,
        also when `at` is not on the chain any more.
        """
        if not await self.is_canonical(at):
            raise ChainUnavailable(self.id, f"block {at.number} is not on the chain any more")
        last = at.number if until is None else until
        wanted = [topics] if about is None else [topics, [word_topic(about)]]
        return await find_logs(self._endpoints, contract, wanted, since, last, most, longest)
