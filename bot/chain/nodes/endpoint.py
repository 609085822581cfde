"""One node or provider of one chain: what it turns out to be able to do, and how it is asked so that it answers."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
import stamina

from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Meaning, Refusal
from bot.chain.nodes.rpc import LEFT_OUT, Answer, BatchRefused, Connection, EndpointFailed, LeftOut, Request
from bot.domain.ids import ChainId

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,16}")
_NOBODY = "0x" + "0" * 40
_INVENTED = {"blockHash": "0x" + "f01c" * 16, "requireCanonical": True}
"""A block that no chain has."""
_HASH_QUESTIONS = (
    Request("eth_call", [{"to": _NOBODY, "data": "0x"}, _INVENTED]),
    Request("eth_getCode", [_NOBODY, _INVENTED]),
)


class _NoChainId(EndpointFailed):
    """It answered, and not with the number of a chain."""


@dataclass(eq=False)
class Endpoint:
    """One endpoint. What it refuses once is remembered, so that it isn't asked for too much again and again."""

    url: str = field(repr=False)
    """Often holds a secret, so that only the host is ever named."""
    chain: ChainId
    limits: Limits
    session: Callable[[], aiohttp.ClientSession] = field(repr=False)
    takes_block_hashes: bool | None = None
    """Whether it reads the state of the block whose hash is named (EIP-1898), and of no other; None while unknown."""
    gives_gas: bool | None = None
    """Whether it gives one read its full limit of gas; None while unknown."""
    multicall_since: int | None = None
    """The oldest block at which its Multicall3 answered: it is there at all later ones. None while unknown."""
    _introduced_at: float | None = None
    _introducing: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _known_connections: int = 0
    _rests_until: float = 0.0

    def __post_init__(self) -> None:
        self._connection = Connection(self.url, self.limits, self.session)
        self._forget()

    def _forget(self) -> None:
        """Begin anew with what can be asked at once."""
        self.batch = self.limits.batch
        self.chunk = self.limits.chunk
        self.logs = self.limits.logs
        self.at_once = self.limits.at_once
        self.refused_methods: set[str] = set()
        """Those that not every node has, and this one hasn't."""

    @property
    def name(self) -> str:
        return self._connection.name

    @property
    def resting(self) -> bool:
        """Whether it failed a short while ago, or asked to be left alone."""
        return time.monotonic() < self._rests_until

    def rest(self, seconds: float | None = None) -> None:
        """Ask it only after all others, for a while."""
        length = self.limits.rest if seconds is None else min(seconds, self.limits.longest_rest)
        self._rests_until = max(self._rests_until, time.monotonic() + length)

    async def trusted_with_hashes(self) -> bool:
        """Whether it can be asked for the state of a block by the block's hash. Raises EndpointFailed."""
        if self._introduced_at is None:
            await self._introduce()
        return self.takes_block_hashes is True

    async def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests: results, and Refusals where the node refused.

        Passing faults are tried again, with growing waits or the one that is asked for. Raises EndpointFailed.
        """
        at = self._introduced_at
        if at is None or time.monotonic() - at > self.limits.known:
            await self._introduce()
        answers = await self._ask(requests)
        if self._connection.connections != self._known_connections:
            # Another node may stand behind a new connection: what it said is only believed of the right chain.
            await self._introduce()
        return answers

    async def _introduce(self) -> None:
        """Nothing is asked of an endpoint of another chain, which would answer everything, and wrongly.

        And whether a hash means anything to it: some answer for their newest state whatever is named, and would
        give a number for a block that no chain has.
        """
        async with self._introducing:
            at, seen = self._introduced_at, self._connection.connections
            fresh = at is not None and time.monotonic() - at <= self.limits.known
            if fresh and seen == self._known_connections:
                return
            chain = await self._chain_id()
            if chain != self.chain:
                self._introduced_at = None
                why = f"it serves chain {hex(chain)}, not {hex(self.chain)}"
                raise EndpointFailed(self.name, why, passing=False)
            if self.takes_block_hashes is None:
                # Asked once each and not in a batch: that nobody has the block is the right answer.
                found = await asyncio.gather(*(self._post([each], [0]) for each in _HASH_QUESTIONS))
                self.takes_block_hashes = _trusted_with_hashes(found)
            if not fresh:
                self._forget()
            self._introduced_at = time.monotonic()
            self._known_connections = self._connection.connections

    async def _chain_id(self) -> int:
        """What it says of its chain. A refusal, or no number, is no other chain: it is asked again. Raises
        EndpointFailed, at once for what was tried again already."""
        async for attempt in self._attempts(on=_NoChainId):
            with attempt:
                (said,) = await self._ask([Request("eth_chainId", [])])
                if isinstance(said, str) and _QUANTITY.fullmatch(said):
                    return int(said, 16)
                self._introduced_at = None
                what = said.message if isinstance(said, Refusal) else str(said)
                raise _NoChainId(self.name, f"eth_chainId: {self._connection.redacted(what)[:40]}")
        raise AssertionError("the last attempt raises")

    def _attempts(
        self, on: type[Exception] | Callable[[Exception], bool | float]
    ) -> AsyncIterator[stamina.Attempt]:
        """Tries, with growing waits or the one that is asked for."""
        return stamina.retry_context(
            on=on,
            attempts=self.limits.attempts,
            timeout=self.limits.total,
            wait_initial=self.limits.wait,
            wait_max=2.0,
            wait_jitter=self.limits.wait,
        )

    async def _ask(self, requests: Sequence[Request]) -> list[Answer]:
        answers: list[Answer] = [LEFT_OUT] * len(requests)
        while True:
            before, batch = _open(answers), self.batch
            try:
                async for attempt in self._attempts(on=self._backoff):
                    with attempt:
                        await self._round(requests, answers, again=attempt.num > 1)
                return answers
            except EndpointFailed as failure:
                # An endpoint that answers a few at a time gets all the time there is.
                left = _open(answers)
                if failure.passing and (len(left) < len(before) or self.batch < batch):
                    continue
                if failure.wait is not None and failure.wait > self.limits.longest_wait:
                    self.rest(failure.wait)
                if len(left) == len(answers) and failure.meaning is not Meaning.BEHIND:
                    raise
                for item in left:
                    if isinstance(answers[item], LeftOut):
                        answers[item] = Refusal(429, failure.why)
                return answers

    def _backoff(self, error: Exception) -> bool | float:
        """Whether to try again, or after how many seconds."""
        if not isinstance(error, EndpointFailed) or not error.passing:
            return False
        if error.wait is None:
            return True
        return max(error.wait, self.limits.wait) if error.wait <= self.limits.longest_wait else False

    async def _round(self, requests: Sequence[Request], answers: list[Answer], *, again: bool) -> None:
        """Ask once for what is open, in batches as large as are answered, and write it down.

        `again`: it was asked before, and not answered. Raises EndpointFailed where something is still open.
        """
        failures: list[EndpointFailed] = []
        items = _open(answers)
        while items:
            parts = [items[start : start + self.batch] for start in range(0, len(items), self.batch)]
            items = []
            for first in range(0, len(parts), at_once := self.at_once):
                group = parts[first : first + at_once]
                given = await asyncio.gather(*(self._post(requests, part) for part in group))
                for part, found in zip(group, given, strict=True):
                    if isinstance(found, EndpointFailed):
                        failures.append(found)
                    elif isinstance(found, BatchRefused):
                        if self._refused(found.why, len(part), again=again):
                            failures.append(found.why)
                        else:
                            items += part
                    else:
                        items += self._write_down(part, found, answers, again=again)
                if all(isinstance(found, EndpointFailed) for found in given):
                    break
        left = [answers[item] for item in _open(answers)]
        refusals = [each for each in left if isinstance(each, Refusal)]
        if failures or refusals:
            raise self._failure(failures, refusals)

    async def _post(
        self, requests: Sequence[Request], part: Sequence[int]
    ) -> Sequence[Answer] | BatchRefused | EndpointFailed:
        try:
            return await self._connection.post([requests[item] for item in part])
        except EndpointFailed as failure:
            return failure

    def _refused(self, why: EndpointFailed, size: int, *, again: bool) -> bool:
        """Whether a refused batch has to wait; otherwise it is asked for at once in halves.

        A rate limit and a lost connection may pass. Where they come again, it may be the size.
        """
        waits = why.meaning in (Meaning.BUSY, Meaning.BEHIND) or (why.meaning is Meaning.OTHER and why.lost)
        if not waits or again:
            self.batch = min(self.batch, max(1, size // 2))
        return waits

    def _write_down(
        self, part: Sequence[int], found: Sequence[Answer], answers: list[Answer], *, again: bool
    ) -> Sequence[int]:
        """Keep the answers of a batch; those that were left out are asked for again in a smaller one."""
        for item, answer in zip(part, found, strict=True):
            answers[item] = answer
        left_out = [item for item in part if isinstance(answers[item], LeftOut)]
        all_busy = all(isinstance(each, Refusal) and each.meaning is Meaning.BUSY for each in found)
        if left_out or (again and all_busy):
            self.batch = min(self.batch, max(1, len(part) // 2))
        return left_out

    def _failure(self, failures: Sequence[EndpointFailed], refusals: Sequence[Refusal]) -> EndpointFailed:
        """Why something is still open, and how long to wait before it is asked again."""
        meanings = [*(each.meaning for each in failures), *(each.meaning for each in refusals)]
        asked = [*(each.wait for each in failures), *(each.wait for each in refusals)]
        waits = [wait for wait in asked if wait is not None]
        if Meaning.BUSY in meanings:
            self.at_once = max(1, self.at_once // 2)
        behind = all(meaning is Meaning.BEHIND for meaning in meanings)
        if behind and not waits:
            waits = [self.limits.behind]
        final = [each for each in failures if not each.passing]
        why = (final or failures)[0].why if failures else refusals[0].why
        meaning = Meaning.BEHIND if behind else Meaning.BUSY if Meaning.BUSY in meanings else Meaning.OTHER
        return EndpointFailed(self.name, why, not final, max(waits, default=None), meaning)


def _open(answers: Sequence[Answer]) -> list[int]:
    """The places of those that have no answer, or one that may be another in a moment."""
    return [
        place
        for place, answer in enumerate(answers)
        if isinstance(answer, LeftOut) or (isinstance(answer, Refusal) and answer.passing)
    ]


def _trusted_with_hashes(found: Sequence[Sequence[Answer] | BatchRefused | EndpointFailed]) -> bool | None:
    """Whether questions about a block that nobody has were refused, and for that; None where it can't be told."""
    answers = [each[0] if isinstance(each, Sequence) else each for each in found]
    refusals = [each for each in answers if isinstance(each, Refusal)]
    if any(each.meaning is Meaning.NOT_UNDERSTOOD for each in refusals):
        return False
    if any(not isinstance(each, Refusal | BatchRefused | EndpointFailed) for each in answers):
        return False
    return (
        True
        if all(each.meaning is not Meaning.BUSY for each in refusals) and len(refusals) == len(answers)
        else None
    )
