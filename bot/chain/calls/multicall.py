"""Many calls at one block in few requests, through Multicall3 where the chain has it."""

from collections.abc import Sequence

from bot.chain.calls.aggregate import Malformed, aggregate3, results
from bot.chain.calls.gas import canary, was_enough
from bot.chain.calls.reverts import reason
from bot.chain.calls.state import (
    BLOCK_TIME,
    Call,
    CoinBalance,
    Outcome,
    Question,
    Reverted,
    ask_at,
    eth_call,
    eth_get_balance,
    word,
)
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Meaning
from bot.chain.nodes.rpc import Request
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address

MULTICALL3 = Address("0xcA11bde05977b3631167028862bE2a173976CA11")
"""Nearly everywhere (https://github.com/mds1/multicall3)."""

_GET_ETH_BALANCE = bytes.fromhex("4d2301cc")
"""`getEthBalance(address)` of Multicall3 itself."""
_CHAIN_ID = bytes.fromhex("3408e470")
"""`getChainId()`"""

_OVERHEAD = 5
"""What an aggregate itself needs, in calls."""
_OWN = 3
"""Calls in an aggregate that nobody asked for: the block's time, the chain's id, the canary."""
_RESULT = 2 * 1024
"""Bytes of JSON that are read for each call of an aggregate; one with longer answers is halved."""
_LONGEST = 256 * 1024
_MORE_GAS = 4
"""Where nothing measures the gas, a read has to give the same with so many times as much."""


class Reader:
    """Reads contracts at one block; each answer is what enough endpoints said of that very call."""

    def __init__(self, endpoints: Endpoints, limits: Limits, multicall: Address | None) -> None:
        """Without `multicall` every call is a request of its own, in batches."""
        self._endpoints = endpoints
        self._limits = limits
        self._multicall = multicall

    async def read(self, calls: Sequence[Question], at: BlockRef) -> list[Outcome]:
        """What each call returns at the block; one that fails spoils no other.

        A call to an account without code gives no bytes at all. Raises ChainUnavailable when no endpoint
        answered.
        """
        if not calls:
            return []

        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Outcome]:
            asked = [calls[item] for item in items]
            if self._multicall is None:
                return await _PlainCalls(endpoint, at, self._limits).outcomes(asked)
            return await _Aggregates(endpoint, at, self._limits, self._multicall).outcomes(asked)

        return await self._endpoints.agree(len(calls), question)


async def gives_full_gas(endpoint: Endpoint, at: BlockRef, limits: Limits, multicall: Address) -> bool:
    """Whether the endpoint gives one read the gas that every read must have; also where nothing can measure it.

    Raises EndpointFailed.
    """
    return await _Aggregates(endpoint, at, limits, multicall).has_gas() is not False


class _Short:
    """An aggregate in which a call may have had too little gas, so that none of its results is certain."""


class _PlainCalls:
    """Calls at one endpoint without Multicall3: each is made twice, since nothing tells how much gas it used."""

    def __init__(self, endpoint: Endpoint, at: BlockRef, limits: Limits) -> None:
        self._endpoint = endpoint
        self._at = at
        self._limits = limits

    async def outcomes(self, calls: Sequence[Question]) -> list[Outcome]:
        with_limit = [self._request(call, self._limits.call_gas) for call in calls]
        doubtful = [place for place, call in enumerate(calls) if isinstance(call, Call)]
        with_more = [self._request(calls[place], _MORE_GAS * self._limits.call_gas) for place in doubtful]
        given = await ask_at(self._endpoint, [*with_limit, *with_more], self._at, None)
        found, again = given[: len(calls)], given[len(calls) :]
        for place, more in zip(doubtful, again, strict=True):
            if (
                isinstance(found[place], bytes)
                and isinstance(more, bytes | Reverted)
                and more != found[place]
            ):
                found[place] = Reverted("it needs more gas than a read gets", out_of_gas=True)
        return found

    def _request(self, question: Question, gas: int) -> Request:
        if isinstance(question, CoinBalance):
            return eth_get_balance(question.account)
        return eth_call(question, gas)


class _Aggregates:
    """Calls at one endpoint through Multicall3."""

    def __init__(self, endpoint: Endpoint, at: BlockRef, limits: Limits, multicall: Address) -> None:
        self._endpoint = endpoint
        self._at = at
        self._limits = limits
        self._multicall = multicall
        self._own_first = [Call(multicall, BLOCK_TIME), Call(multicall, _CHAIN_ID)]
        self._canary = Call(multicall, canary(limits.call_gas, multicall))

    async def outcomes(self, calls: Sequence[Question]) -> list[Outcome]:
        found: dict[int, Outcome] = {}
        plain: list[int] = []
        everything = list(range(len(calls)))
        size = self._endpoint.chunk
        chunks = [everything[start : start + size] for start in range(0, len(calls), size)]
        while chunks:
            answers = await self._aggregates([[calls[item] for item in chunk] for chunk in chunks])
            again: list[list[int]] = []
            for chunk, answer in zip(chunks, answers, strict=True):
                half = len(chunk) // 2
                if isinstance(answer, list):
                    found |= zip(chunk, answer, strict=True)
                elif answer == b"" and self._stood_before():
                    lost = NoAnswer("the node has lost Multicall3, which answered before")
                    found |= dict.fromkeys(chunk, lost)
                elif answer == b"":
                    plain += chunk  # There is no Multicall3 at this block.
                elif _smaller_may_do(answer) and half:
                    if isinstance(answer, NoAnswer):
                        self._endpoint.chunk = min(self._endpoint.chunk, half)
                    again += [chunk[:half], chunk[half:]]
                elif isinstance(answer, _Short | Reverted):
                    found[chunk[0]] = await self._alone()
                else:
                    found |= dict.fromkeys(chunk, answer)
            chunks = again
        if plain:
            asked = [calls[item] for item in plain]
            given = await _PlainCalls(self._endpoint, self._at, self._limits).outcomes(asked)
            found |= zip(plain, given, strict=True)
        return [found[item] for item in everything]

    def _stood_before(self) -> bool:
        """Whether Multicall3 answered at this block, or an older one: it can't be removed."""
        since = self._endpoint.multicall_since
        return since is not None and since <= self._at.number

    async def _alone(self) -> Outcome:
        """What becomes of a call for which the gas was too little even alone: it burns the gas, or there is none."""
        gives = await self.has_gas()
        if gives is None:
            return NoAnswer("the node doesn't answer a read without calls")
        if gives:
            return Reverted("it used up its gas", out_of_gas=True)
        return NoAnswer(f"the node gives a read less than {self._gas(1)} gas")

    async def has_gas(self) -> bool | None:
        """Whether an aggregate of one call gets the gas it asks for, by one with no call at all; None: no answer."""
        if self._endpoint.gives_gas is None:
            (empty,) = await self._aggregates([[]])
            if isinstance(empty, NoAnswer) or empty == b"":
                return None
            self._endpoint.gives_gas = isinstance(empty, list)
        return self._endpoint.gives_gas

    def _gas(self, calls: int) -> int:
        """For an aggregate of so many: what they may use, what the canary needs at the end, and the frame."""
        own = max(calls * self._limits.aggregate_gas, self._limits.call_gas)
        return own + 2 * self._limits.call_gas + _OVERHEAD * self._limits.aggregate_gas

    async def _aggregates(
        self, chunks: Sequence[Sequence[Question]]
    ) -> list[list[Outcome] | Outcome | _Short]:
        """Each chunk's results. The first calls of each show on which chain and block it was executed."""
        requests = [
            eth_call(
                Call(
                    self._multicall,
                    aggregate3([*self._own_first, *(self._as_call(each) for each in chunk), self._canary]),
                ),
                self._gas(len(chunk)),
                _LONGEST + len(chunk) * _RESULT,
            )
            for chunk in chunks
        ]
        answers = await ask_at(self._endpoint, requests, self._at, None)
        return [
            self._results(answer, len(chunk)) if isinstance(answer, bytes) and answer else answer
            for chunk, answer in zip(chunks, answers, strict=True)
        ]

    def _results(self, answer: bytes, calls: int) -> list[Outcome] | NoAnswer | _Short:
        try:
            time, chain, *given, last = results(answer, calls + _OWN)
        except Malformed as problem:
            return NoAnswer(str(problem))
        if time != (True, self._at.timestamp.to_bytes(32, "big")):
            return NoAnswer("the node answered for another block")
        if chain != (True, self._at.chain.to_bytes(32, "big")):
            return NoAnswer("the node answered for another chain")
        since = self._endpoint.multicall_since
        self._endpoint.multicall_since = self._at.number if since is None else min(since, self._at.number)
        if not was_enough(*last):
            return _Short()
        return [data if success else Reverted(reason(data)) for success, data in given]

    def _as_call(self, question: Question) -> Call:
        if isinstance(question, CoinBalance):
            return Call(self._multicall, _GET_ETH_BALANCE + word(question.account))
        return question


def _smaller_may_do(answer: Outcome | _Short) -> bool:
    """Whether fewer calls at once may be answered: the gas, the time or the size was too much."""
    if isinstance(answer, NoAnswer):
        return answer.meaning is Meaning.TOO_MUCH
    return isinstance(answer, _Short | Reverted)
