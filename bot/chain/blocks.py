"""Which block is final, which is canonical, and which was the newest at a time."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from bot.chain.calls.state import get_block
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.refusals import Refusal
from bot.chain.nodes.rpc import Answer
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import FinalityStandsStill
from bot.domain.ids import BlockHash, ChainId

Finality = Literal["finalized"] | int
"""The chain's own tag, or how many blocks under the latest one a block counts as final."""

_HASH = re.compile(r"0x[0-9a-fA-F]{64}")
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,15}")
_YEAR_10000 = 253_402_300_800
_AHEAD = timedelta(minutes=5)
"""How far a block's time may lie ahead of this machine's: clocks differ, and chains allow for seconds."""
_FAN = 16
"""How many blocks one step of a search looks at."""


class Blocks:
    def __init__(
        self,
        chain: ChainId,
        endpoints: Endpoints,
        finality: Finality = "finalized",
        stale_after: timedelta | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`stale_after` is how far the newest finalized block may lie behind the time it is asked for.

        With `now`, the time, a head of the future is not believed.
        """
        self._chain = chain
        self._endpoints = endpoints
        self._finality = finality
        self._stale_after = stale_after
        self._now = now
        self._finalized: BlockRef | None = None

    async def latest(self) -> BlockRef:
        """The newest block that enough endpoints have. Raises ChainUnavailable."""
        return await self._head("latest", 0)

    async def head_time(self) -> datetime:
        """The time of the newest block that at least as many endpoints call so as must agree, whatever the clock says:
        one that is to come is no reason to disbelieve it here. Raises ChainUnavailable."""

        async def question(endpoint: Endpoint, _: Sequence[int]) -> list[BlockRef | NoAnswer]:
            (answer,) = await endpoint.ask([get_block("latest")])
            return [self._block(answer)]

        times = sorted((head.time for head in await self._endpoints.each(question)), reverse=True)
        return times[self._endpoints.needed - 1]

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        """The newest finalized block whose timestamp is at or before `not_after`.

        Raises ChainUnavailable, also where the newest is older than `not_after` by more than a chain's finality takes.
        """
        if isinstance(self._finality, int):
            head = await self._head("latest", self._finality)
        else:
            head = await self._head("finalized", 0)
        self._grow(head)
        if not_after is None or head.time <= not_after:
            if not_after and self._stale_after is not None and not_after - head.time > self._stale_after:
                raise ChainUnavailable(self._chain, "", FinalityStandsStill(head.number, head.timestamp))
            return head
        return await self._newest_until(not_after, head)

    def _grow(self, head: BlockRef) -> None:
        """Finality never goes back, and numbers and times grow together.

        An older block than the one that was final before comes from a node that lags. Where number and time say the
        opposite of each other, one of the two blocks was made up, and it may be the first: neither is believed, and
        the next head is taken for itself. So no head, however high, stands in the way of all that follow.
        """
        known, self._finalized = self._finalized, head
        if known is None or (head.number, head.timestamp, head.hash) == (
            known.number,
            known.timestamp,
            known.hash,
        ):
            return
        if head.number > known.number and head.timestamp >= known.timestamp:
            return
        if head.number < known.number and head.timestamp <= known.timestamp:
            self._finalized = known
            raise self._unavailable(
                f"the node lags: it calls block {head.number} finalized, and block {known.number} was before"
            )
        self._finalized = None
        raise self._unavailable(
            f"blocks {known.number} of {known.timestamp} and {head.number} of {head.timestamp} were both called "
            f"finalized, which can't be"
        )

    async def is_canonical(self, block: BlockRef) -> bool:
        """Whether the chain has this block at its number. Raises ChainUnavailable, also when it is not there."""
        return (await self.at(block.number)).hash == block.hash

    async def at(self, number: int) -> BlockRef:
        """The canonical block of that number. Raises ChainUnavailable."""
        return (await self._many([number]))[0]

    async def _many(self, numbers: Sequence[int]) -> list[BlockRef]:
        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[BlockRef | NoAnswer]:
            answers = await endpoint.ask([get_block(hex(numbers[item])) for item in items])
            return [self._block(answer, numbers[item]) for item, answer in zip(items, answers, strict=True)]

        blocks: list[BlockRef] = []
        for number, block in zip(numbers, await self._endpoints.agree(len(numbers), question), strict=True):
            if isinstance(block, NoAnswer):
                raise self._unavailable(f"block {number}: {block.why}")
            blocks.append(block)
        return blocks

    async def _head(self, tag: str, depth: int) -> BlockRef:
        """The block `depth` under the newest one that at least as many endpoints have as must agree.

        Its number, hash and time are those that the chain has at its number.
        """

        async def question(endpoint: Endpoint, _: Sequence[int]) -> list[BlockRef | NoAnswer]:
            (answer,) = await endpoint.ask([get_block(tag)])
            if isinstance(answer, Refusal):
                return [NoAnswer(f"no block {tag}: {answer.why}", answer.meaning)]
            block = self._block(answer)
            if isinstance(block, BlockRef) and self._now and block.time - self._now() > _AHEAD:
                return [
                    NoAnswer(
                        f"block {block.number} is of {block.time:%Y-%m-%d %H:%M:%S} UTC, which is to come"
                    )
                ]
            return [block]

        heads = await self._endpoints.each(question)
        number = sorted((head.number for head in heads), reverse=True)[self._endpoints.needed - 1]
        block = await self.at(max(number - depth, 0))
        if depth == 0 and block not in heads:
            # What a node calls its head it has to have at that number, too.
            raise self._unavailable(f"the node calls another block {tag} than the one it has at {number}")
        return block

    async def _newest_until(self, not_after: datetime, head: BlockRef) -> BlockRef:
        """Gallop back from the head, then narrow down: timestamps never fall from block to block."""
        too_new, step = head.number, 1
        old: BlockRef | None = None
        while old is None:
            if too_new == 0:
                raise self._unavailable(f"the chain began after {not_after:%Y-%m-%d %H:%M:%S} UTC")
            numbers = sorted({max(head.number - step * 2**power, 0) for power in range(8)}, reverse=True)
            step *= 2**8
            for block in await self._many([number for number in numbers if number < too_new]):
                if block.time <= not_after:
                    old = block
                    break
                too_new = block.number
        while too_new - old.number > 1:
            gap = too_new - old.number
            points = sorted({old.number + gap * part // (_FAN + 1) for part in range(1, _FAN + 1)})
            for block in await self._many([point for point in points if point > old.number]):
                if block.time > not_after:
                    too_new = block.number
                    break
                old = block
        return old

    def read(self, answer: Answer) -> BlockRef | None:
        """A node's answer as a block, or None where it is none."""
        block = self._block(answer)
        return block if isinstance(block, BlockRef) else None

    def _block(self, answer: Answer, number: int | None = None) -> BlockRef | NoAnswer:
        """What a node said, if it is a block, and the one that was asked for."""
        if isinstance(answer, Refusal):
            return NoAnswer(answer.why, answer.meaning)
        if not isinstance(answer, dict):
            return NoAnswer("the node's answer is not a block")
        given, digest, time = answer.get("number"), answer.get("hash"), answer.get("timestamp")
        if not (_is(_QUANTITY, given) and _is(_HASH, digest) and _is(_QUANTITY, time)):
            return NoAnswer("the node's answer is not a block")
        block = BlockRef(self._chain, int(str(given), 16), BlockHash(str(digest).lower()), int(str(time), 16))
        if number is not None and block.number != number:
            return NoAnswer(f"the node gave block {block.number} instead")
        if block.timestamp >= _YEAR_10000:
            return NoAnswer("the block's timestamp is no time")
        return block

    def _unavailable(self, why: str) -> ChainUnavailable:
        return ChainUnavailable(self._chain, why)


def _is(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None
