"""Registries in which wallets name their delegates by space (https://github.com/gnosis/delegate-registry).

`delegation(delegator, id)` says to whom somebody delegates, and nothing says who delegates to somebody: that is found
by the events that name them, `SetDelegate(delegator, id, delegate)`, all three indexed. An event is a hint and no more:
what counts is the state at the block.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot.chain.blocks import Blocks
from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, word
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log, TooManyLogs, find_logs
from bot.chain.nodes.agreement import Endpoints
from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.delegation.delegate_registry import (
    DelegateRegistry,
    FoundDelegations,
    WalletDelegation,
)
from bot.domain.delegation.delegator_scan import DelegatorScan, Place
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.chain.contracts import AnswersOtherwise
from bot.domain.errors.outside import DelegatorsUnread
from bot.domain.ids import Address, BlockHash, ChainId, address
from bot.services.ports import UnitOfWork

SET_DELEGATE = "0xa9a7fd460f56bddb880a465a9c3e9730389c70bc53108148f16d55a87a6c468e"
"""SetDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate)"""
_DELEGATION = bytes.fromhex("74c6c454")
"""`delegation(address,bytes32)`"""
_FUNCTION = "delegation(address,bytes32)"
_KIND = "DelegateRegistry"

_AT_ONCE = 100
"""Wallets that one search for events names."""
_PARTS = 100
"""Ranges of blocks in one search, after which it is remembered how far it came."""
_PARTS_AT_ONCE = 10
"""So many searches one look makes at most: the next one goes on where it ended. However long a registry's history is,
nobody waits for one look longer than for these."""
_EVENTS = 10_000
"""In one search; where there are more, it goes through fewer blocks. No block has so many: each of these events changes
the contract's storage."""
_REMEMBERED = 500_000
"""Wallets and those who delegated to them, of all registries of the chain together."""

_LOOKED_THROUGH_EVERY = 7 * 86_400
"""Seconds, after which the events are looked through from the beginning: one that a node left out once isn't missing
forever."""

_Registry = tuple[Address, str, int]


@dataclass
class _Delegators:
    """Who ever delegated to one wallet, as far as the events have been looked through."""

    until: int
    """The last block that was looked through."""
    most: int
    """So many of them, the first, are remembered."""
    first: dict[Address, Place] = field(default_factory=dict)
    """When each did so first: block, and place in it."""
    more: bool = False
    """Whether there are others."""
    begun: int = 0
    """The time of the block at which they were looked through from the beginning."""
    unkept: dict[Address, Place] = field(default_factory=dict)
    """Of the delegators those that aren't kept yet."""

    def add(self, delegator: Address, log: Log) -> None:
        if delegator in self.first:
            return
        if len(self.first) == self.most:
            self.more = True
        else:
            self.first[delegator] = self.unkept[delegator] = (log.block_number, log.index)

    def at(self, block: int) -> tuple[dict[Address, tuple[int, int]], bool]:
        """Those that had done so by a block, and whether these are all."""
        found = {who: when for who, when in self.first.items() if when[0] <= block}
        return found, not self.more or len(found) < self.most


@dataclass
class _Budget:
    """How many blocks one look may still go through."""

    blocks: int


class Registries:
    """The registries of one chain."""

    def __init__(
        self, endpoints: Endpoints, reader: Reader, blocks: Blocks, uow: UnitOfWork | None = None
    ) -> None:
        """With `uow`, what was looked through is kept over the end of the program."""
        self._endpoints = endpoints
        self._limits = endpoints.limits
        self._reader = reader
        self._blocks = blocks
        self._uow = uow
        self._known: OrderedDict[tuple[_Registry, Address], _Delegators] = OrderedDict()
        self._turns: WeakValueDictionary[_Registry, asyncio.Lock] = WeakValueDictionary()
        """One looks through the events of a registry at a time; nobody waits for another registry."""

    async def delegations(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> FoundDelegations:
        """Who has delegated to any of these wallets at the block. Raises ChainUnavailable.

        These wallets themselves are asked whatever the events say. Where one of them delegates to another and no event
        tells it, a node has lost events, and others may be hidden too.
        """
        wanted = dict.fromkeys(delegates)
        try:
            turn = self._turns.setdefault(_place(registry), asyncio.Lock())
            async with turn:
                known = await self._look(registry, list(wanted), at)
                candidates, complete = _candidates(known.values(), at.number, self._limits.all_delegators)
        except ChainUnavailable as unavailable:
            raise _unread(unavailable.chain, unavailable.why) from unavailable
        asked = list(dict.fromkeys([*candidates, *wanted]))
        calls = [_call(registry, each, space) for each in asked for space in registry.ids]
        outcomes = iter(await self._reader.read(calls, at))
        named = {each: _delegate(at.chain, [next(outcomes) for _ in registry.ids]) for each in asked}
        found = {wallet: to for wallet, to in named.items() if to is not None and to in wanted}
        if complete and found.keys() - set(candidates):
            await self._start_again(registry, wanted)
            raise _unread(at.chain, f"not all events since block {registry.since} are there")
        delegations = [WalletDelegation(wallet, found[wallet], contract=False) for wallet in sorted(found)]
        return FoundDelegations(tuple(delegations), complete)

    async def check(self, registry: DelegateRegistry, at: BlockRef) -> None:
        """Raises WrongContract, ChainUnavailable."""
        (outcome,) = await self._reader.read([_call(registry, registry.contract, registry.ids[0])], at)
        tokens.all_answered([outcome], at.chain)
        account = tokens.account(tokens.number(outcome))
        if isinstance(account, Undetermined):
            raise WrongContract(registry.contract, _KIND, AnswersOtherwise(_FUNCTION, account.why))
        topics = _topics(registry, [registry.contract])
        await find_logs(self._endpoints, registry.contract, topics, at.number, at.number)

    async def _look(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> dict[Address, _Delegators]:
        """Look through the events up to this block, as far as it hasn't been done. What is known of each, then."""
        await self._recall(registry, delegates)
        old = [
            each
            for each in delegates
            if (known := self._known.get((_place(registry), each)))
            and known.begun + _LOOKED_THROUGH_EVERY < at.timestamp
        ]
        await self._start_again(registry, old)
        found, until = dict[Address, _Delegators](), at.number
        budget = _Budget(_PARTS_AT_ONCE * _PARTS * self._limits.logs)
        waiting: dict[int, list[Address]] = {}
        for delegate in delegates:
            key = (_place(registry), delegate)
            known = found[delegate] = self._known.setdefault(
                key, _Delegators(registry.since - 1, self._limits.delegators, begun=at.timestamp)
            )
            self._known.move_to_end(key)
            if known.until < until:
                waiting.setdefault(known.until + 1, []).append(delegate)
        for since, together in waiting.items():
            for start in range(0, len(together), _AT_ONCE):
                part = {each: found[each] for each in together[start : start + _AT_ONCE]}
                await self._look_for(registry, part, since, until, budget)
        looked = [each for together in waiting.values() for each in together]
        await self._keep(registry, {each: found[each] for each in looked}, at)
        self._forget(len(delegates))
        return found

    async def _look_for(
        self,
        registry: DelegateRegistry,
        known: Mapping[Address, _Delegators],
        since: int,
        until: int,
        budget: "_Budget",
    ) -> None:
        topics = _topics(registry, list(known))
        start, blocks = since, _PARTS * self._limits.logs
        while start <= until:
            end = min(start + blocks - 1, until)
            try:
                logs = await find_logs(self._endpoints, registry.contract, topics, start, end, _EVENTS)
            except TooManyLogs:
                if end == start:
                    raise ChainUnavailable(self._endpoints.chain, "more events than a block has") from None
                blocks = (end - start + 1) // 2
                continue
            for log in logs:
                known[_account(log.topics[3])].add(_account(log.topics[1]), log)
            for each in known.values():
                each.until = end
            first, start = start, end + 1
            budget.blocks -= len(range(first, start))
            if budget.blocks <= 0 and start <= until:
                why = f"the events are looked through up to block {end} of {until}"
                raise ChainUnavailable(self._endpoints.chain, why)

    async def _recall(self, registry: DelegateRegistry, delegates: Sequence[Address]) -> None:
        """Take up what is kept of those of which nothing is remembered. What was read on a chain without the block that
        was the last one then says nothing."""
        place = _place(registry)
        unknown = [each for each in delegates if (place, each) not in self._known]
        if self._uow is None or not unknown:
            return
        async with self._uow.reading() as repositories:
            kept = await repositories.registry_scans.of(registry, unknown)
        ends = {(scan.until, scan.block) for scan in kept.values()}
        there = {end for end in sorted(ends) if await self._is_there(*end)}
        for delegate, scan in kept.items():
            if (scan.until, scan.block) in there:
                self._known[place, delegate] = _Delegators(
                    scan.until, self._limits.delegators, dict(scan.first), scan.more, scan.begun
                )
        await self._start_again(
            registry, [each for each, scan in kept.items() if (scan.until, scan.block) not in there]
        )

    async def _is_there(self, number: int, block: BlockHash) -> bool:
        try:
            return (await self._blocks.at(number)).hash == block
        except ChainUnavailable:
            # It may be another chain with the same number, which is shorter. What can't be asked is read anew.
            return False

    async def _keep(
        self, registry: DelegateRegistry, known: Mapping[Address, _Delegators], at: BlockRef
    ) -> None:
        """Keep what was looked through up to this block."""
        if self._uow is None or not known:
            return
        scans = {
            wallet: DelegatorScan(each.until, at.hash, each.begun, dict(each.unkept), each.more)
            for wallet, each in known.items()
        }
        async with self._uow.writing() as repositories:
            before = at.timestamp - _LOOKED_THROUGH_EVERY
            await repositories.registry_scans.drop_begun(at.chain, before)
            await repositories.registry_scans.put(registry, scans)
        for wallet, scan in scans.items():
            for delegator in scan.first:
                known[wallet].unkept.pop(delegator, None)

    async def _start_again(self, registry: DelegateRegistry, delegates: Iterable[Address]) -> None:
        """Forget what was looked through for these wallets."""
        wallets = list(delegates)
        for wallet in wallets:
            self._known.pop((_place(registry), wallet), None)
        if self._uow is not None and wallets:
            async with self._uow.writing() as repositories:
                await repositories.registry_scans.drop(registry, wallets)

    def _forget(self, wanted: int) -> None:
        """Of the longest unused what is too much; not what is wanted now, which stands at the end."""
        remembered = sum(1 + len(each.first) for each in self._known.values())
        for key in list(self._known)[: max(0, len(self._known) - wanted)]:
            if remembered <= _REMEMBERED:
                return
            remembered -= 1 + len(self._known.pop(key).first)


def _candidates(known: Iterable[_Delegators], block: int, most: int) -> tuple[list[Address], bool]:
    """Who may have delegated to any of them at the block, the first ones first; and whether these are all."""
    complete, first = True, dict[Address, tuple[int, int]]()
    for each in known:
        found, all_of_it = each.at(block)
        complete &= all_of_it
        for who, when in found.items():
            first[who] = min(when, first.get(who, when))
    ordered = sorted(first, key=lambda who: (first[who], who))
    return ordered[:most], complete and len(ordered) <= most


def _place(registry: DelegateRegistry) -> _Registry:
    return registry.contract, registry.space, registry.since


def _topics(registry: DelegateRegistry, delegates: Sequence[Address]) -> list[list[str] | None]:
    """Of `SetDelegate` for the space or for all, with one of these as the delegate."""
    ids = ["0x" + each.hex() for each in registry.ids]
    return [[SET_DELEGATE], None, ids, ["0x" + word(each).hex() for each in delegates]]


def _account(topic: str) -> Address:
    return address("0x" + topic[-40:])


def _call(registry: DelegateRegistry, delegator: Address, space: bytes) -> Call:
    return Call(registry.contract, _DELEGATION + word(delegator) + space)


def _delegate(chain: ChainId, outcomes: Sequence[Outcome]) -> Address | None:
    """To whom somebody delegates, by what the registry says for the space and for all; None: to nobody.

    Raises ChainUnavailable where it doesn't say it.
    """
    return next(_accounts(chain, outcomes), None)


def _accounts(chain: ChainId, outcomes: Sequence[Outcome]) -> Iterator[Address]:
    for outcome in outcomes:
        account = tokens.account(tokens.number(outcome))
        if isinstance(account, Undetermined):
            raise _unread(chain, account.why)
        if account is not None:
            yield account


def _unread(chain: ChainId, why: str) -> ChainUnavailable:
    return ChainUnavailable(chain, why, DelegatorsUnread())
