"""Reading power: each number once, at the snapshot, stored with its evidence."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

import msgspec

from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, BlockHash, ChainId
from bot.domain.power import Holder, MemberPower, PowerRule, Readings, compose, on_chain
from bot.domain.proposals.facts import Opening
from bot.services.ports import AnyOnChain, Chain, PowerReading, Repositories, UnitOfWork, source_key

SNAPSHOTS_IN_MEMORY = 256

_Known = tuple[str, BlockHash]


_NOBODY = Address("0x000000000000000000000000000000000000dEaD")
"""An account of nobody's, of which every source can say what it holds."""


class FailedRead(msgspec.Struct, frozen=True):
    """What a wallet gives of a source could not be read at a block."""

    wallet: Address
    source: AnyOnChain
    block: BlockRef
    reading: Undetermined


class Powers:
    """The powers of wallets at snapshots.

    What has been read once is in the database and, for the snapshots in use, in memory. Requests that come
    while a read is under way are read together by the next one, so that a thousand voters cost a few calls.
    """

    def __init__(
        self, uow: UnitOfWork, chains: Mapping[ChainId, Chain], in_memory: int = SNAPSHOTS_IN_MEMORY
    ) -> None:
        """`in_memory`: of so many snapshots what was read is kept in memory."""
        self._uow = uow
        self._chains = chains
        self._in_memory = in_memory
        self._known: OrderedDict[_Known, dict[Address, int]] = OrderedDict()
        self._queues: dict[BlockHash, _ReadQueue] = {}
        self._loading = asyncio.Lock()

    async def of(self, opening: Opening, holder: Holder) -> MemberPower:
        """The holder's power at the snapshot; what can't be read now is undetermined in it."""
        await self.ensure(opening, holder.wallets)
        return self.known(opening, holder)

    def known(self, opening: Opening, holder: Holder) -> MemberPower:
        """What is in memory, without waiting for anything."""
        moments: list[Readings] = []
        for reads in opening.reads:
            readings: dict[tuple[int, Address], Reading] = {}
            for place, _, _, known_by in reads:
                known = self._known.get(known_by, {})
                for wallet in holder.wallets:
                    if (raw := known.get(wallet)) is not None:
                        readings[place, wallet] = Value(raw)
            moments.append(readings)
        return _composed(opening, holder, moments)

    def is_missing(self, opening: Opening, holder: Holder) -> bool:
        """Whether anything of these wallets has not been read yet. It costs less than to ask what is known."""
        return any(
            wallet not in self._known.get(read.known_by, {})
            for read in chain.from_iterable(opening.reads)
            for wallet in holder.wallets
            if (only := holder.chains.get(wallet)) is None or read.source.chain in only
        )

    async def ensure(self, opening: Opening, wallets: Sequence[Address]) -> list[FailedRead]:
        """Read and store what isn't known yet. Returns the reads that failed."""
        await self.load(opening)
        asked: list[tuple[Address, AnyOnChain, BlockRef, asyncio.Future[Reading]]] = []
        for _, source, block, known_by in chain.from_iterable(opening.reads):
            known = self._known.get(known_by, {})
            queue = self._queues.get(block.hash)
            for wallet in wallets:
                if wallet not in known:
                    if queue is None:
                        queue = self._queue(block)
                    asked.append((wallet, source, block, queue.ask(source, wallet)))
        readings = await asyncio.gather(*(future for *_, future in asked))
        return [
            FailedRead(wallet, source, block, reading)
            for (wallet, source, block, _), reading in zip(asked, readings, strict=True)
            if isinstance(reading, Undetermined)
        ]

    async def answers(self, source: AnyOnChain, block: BlockRef) -> bool:
        """Whether the source says of anybody what they hold at the block: then what fails is a wallet's own fault."""
        if self._known.get((source_key(source), block.hash)):
            return True
        (reading,) = await self.read_and_store(block, [(source, _NOBODY)])
        return isinstance(reading, Value)

    def _queue(self, block: BlockRef) -> "_ReadQueue":
        """A new queue, which is kept as long as it has something to read."""
        queue = _ReadQueue(self, block, over=lambda: self._queues.pop(block.hash, None))
        self._queues[block.hash] = queue
        return queue

    async def now(self, rule: PowerRule, holder: Holder, at: Mapping[ChainId, BlockRef]) -> MemberPower:
        """Power outside of a vote (a proposer's), read at the given blocks and not kept. Raises ChainUnavailable.

        A holding rule is left out: it says which balances before a snapshot count, and there is none.
        """
        (power,) = await self.now_of_all(rule, [holder], at)
        return power

    async def now_of_all(
        self, rule: PowerRule, holders: Sequence[Holder], at: Mapping[ChainId, BlockRef]
    ) -> list[MemberPower]:
        """The same of many at once, in as few requests as of one, in the order of the holders."""
        wallets = list(dict.fromkeys(wallet for holder in holders for wallet in holder.wallets))
        readings: dict[tuple[int, Address], Reading] = {}
        for chain_id, block in at.items():
            asked = [
                (index, source, wallet)
                for index, source in on_chain(rule.sources)
                if source.chain == chain_id
                for wallet in wallets
            ]
            answers = await self._chains[chain_id].powers([(s, w) for _, s, w in asked], block)
            readings |= {(i, w): answer for (i, _, w), answer in zip(asked, answers, strict=True)}
        return [compose(rule, holder, readings) for holder in holders]

    async def stored(self, repositories: Repositories, opening: Opening) -> Callable[[Holder], MemberPower]:
        """What the database has for the opening's blocks: the power of one holder, as a function.

        Where a number can't be read there any more, it is the one that the chain gave again.
        """
        found = [
            [
                (
                    read.place,
                    {
                        **self._known.get(read.known_by, {}),
                        **await repositories.power_readings.at(*read.known_by),
                    },
                )
                for read in reads
            ]
            for reads in opening.reads
        ]

        def power(holder: Holder) -> MemberPower:
            moments: list[Readings] = [
                {
                    (place, wallet): Value(known[wallet])
                    for place, known in moment
                    for wallet in holder.wallets
                    if wallet in known
                }
                for moment in found
            ]
            return _composed(opening, holder, moments)

        return power

    async def load(self, opening: Opening) -> None:
        """Have in memory what the database knows of the opening's blocks."""
        wanted = [read.known_by for read in chain.from_iterable(opening.reads)]
        for known in wanted:
            if known in self._known:
                self._known.move_to_end(known)
        if self._missing(wanted):
            # One loads for all who come meanwhile: what they go on to ask of the chain is then asked together.
            async with self._loading:
                await self._load(self._missing(wanted))
        # What is wanted now stands at the end, and stays.
        while len(self._known) > max(self._in_memory, len(set(wanted))):
            self._known.popitem(last=False)

    def _missing(self, wanted: Sequence[_Known]) -> list[_Known]:
        return [known for known in wanted if known not in self._known]

    async def _load(self, missing: Sequence[_Known]) -> None:
        if not missing:
            return
        async with self._uow.reading() as repositories:
            for key, block in missing:
                stored = await repositories.power_readings.at(key, block)
                self._known.setdefault((key, block), {}).update(stored)

    async def read_and_store(
        self, block: BlockRef, reads: Sequence[tuple[AnyOnChain, Address]]
    ) -> list[Reading]:
        """Read at one block and store what came back. A chain that doesn't answer leaves all undetermined."""
        try:
            readings = await self._chains[block.chain].powers(reads, block)
        except ChainUnavailable as unavailable:
            return [Undetermined(unavailable.why, unavailable.failure)] * len(reads)
        found = [
            PowerReading(source_key(source), block.hash, wallet, reading.raw)
            for (source, wallet), reading in zip(reads, readings, strict=True)
            if isinstance(reading, Value)
        ]
        if found:
            async with self._uow.writing() as repositories:
                await repositories.power_readings.add(found)
            for reading in found:
                self._known.setdefault((reading.source, reading.block), {})[reading.wallet] = reading.raw
        return readings


class _ReadQueue:
    """Reads at one block: what is asked for while a read is under way goes into the next one."""

    def __init__(self, powers: Powers, block: BlockRef, over: Callable[[], object]) -> None:
        """`over` is called when nothing is asked for any more."""
        self._powers = powers
        self._block = block
        self._over = over
        self._asked: dict[tuple[AnyOnChain, Address], asyncio.Future[Reading]] = {}
        self._reader: asyncio.Task[None] | None = None

    def ask(self, source: AnyOnChain, wallet: Address) -> asyncio.Future[Reading]:
        future = self._asked.get((source, wallet))
        if future is None:
            future = self._asked[source, wallet] = asyncio.get_running_loop().create_future()
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        return future

    async def _read(self) -> None:
        try:
            while self._asked:
                batch, self._asked = self._asked, {}
                try:
                    readings = await self._powers.read_and_store(self._block, list(batch))
                except BaseException as error:
                    for future in batch.values():
                        if not future.done():
                            future.set_exception(error)
                    if not isinstance(error, Exception):
                        raise
                    continue
                for future, reading in zip(batch.values(), readings, strict=True):
                    if not future.done():
                        future.set_result(reading)
        finally:
            self._reader = None
            if not self._asked:
                self._over()


def _composed(opening: Opening, holder: Holder, moments: Sequence[Readings]) -> MemberPower:
    return compose(opening.policy.power, holder, moments[0], moments[1:])
