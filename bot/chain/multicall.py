"""Many calls at one block in few requests, through Multicall3 where the chain has it."""

import re
from collections.abc import Sequence

from bot.chain.aggregate import BLOCK_TIME, Malformed, aggregate3, results
from bot.chain.agreement import Endpoints, NoAnswer
from bot.chain.limits import Limits
from bot.chain.rpc import Endpoint, Request
from bot.chain.state import (
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
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address

MULTICALL3 = Address("0xcA11bde05977b3631167028862bE2a173976CA11")
"""Nearly everywhere (https://github.com/mds1/multicall3)."""

_TOO_MUCH = re.compile(r"\b(large|big|limit|size|exceed\w*|gas|timeout|timed out)\b", re.I)

_GET_ETH_BALANCE = bytes.fromhex("4d2301cc")
"""`getEthBalance(address)` of Multicall3 itself."""

_OVERHEAD = 5
"""What an aggregate itself needs, in calls."""


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
            return await _Reading(endpoint, at, self._limits, self._multicall).outcomes(
                [calls[item] for item in items]
            )

        return await self._endpoints.agree(len(calls), question)


class _Reading:
    """The calls of one moment at one endpoint."""

    def __init__(self, endpoint: Endpoint, at: BlockRef, limits: Limits, multicall: Address | None) -> None:
        self._endpoint = endpoint
        self._at = at
        self._limits = limits
        self._multicall = multicall

    async def outcomes(self, calls: Sequence[Question]) -> list[Outcome]:
        found: dict[int, Outcome] = {}
        alone: list[int] = []
        everything = list(range(len(calls)))
        if self._multicall is None:
            alone, chunks = everything, []
        else:
            size = self._limits.chunk
            chunks = [everything[start : start + size] for start in range(0, len(calls), size)]
        while chunks:
            answers = await self._aggregates(
                self._multicall or MULTICALL3, [[calls[item] for item in chunk] for chunk in chunks]
            )
            again: list[list[int]] = []
            for chunk, answer in zip(chunks, answers, strict=True):
                if isinstance(answer, list):
                    repeated = self._sort(chunk, answer, found, alone)
                    if repeated:
                        again.append(repeated)
                elif answer == b"":
                    alone += chunk  # There is no Multicall3 at this block.
                elif not _too_much(answer):
                    found |= dict.fromkeys(chunk, answer)
                elif len(chunk) > 1:
                    half = len(chunk) // 2
                    again += [chunk[:half], chunk[half:]]
                else:
                    alone += chunk
            chunks = again
        if alone:
            requests = [self._request(calls[item]) for item in alone]
            found |= zip(alone, await ask_at(self._endpoint, requests, self._at), strict=True)
        return [found[item] for item in everything]

    def _request(self, question: Question) -> Request:
        if isinstance(question, CoinBalance):
            return eth_get_balance(question.account)
        return eth_call(question, gas=self._limits.call_gas)

    def _sort(
        self,
        chunk: Sequence[int],
        answers: Sequence[bytes | Reverted],
        found: dict[int, Outcome],
        alone: list[int],
    ) -> list[int]:
        """Keep what is certain; the calls that have to be made again in an aggregate are returned.

        A call that failed without a word may have used up the gas: it is made alone, and those after it, which
        had little gas left, again.
        """
        starved, again = False, []
        for item, answer in zip(chunk, answers, strict=True):
            if isinstance(answer, Reverted) and not answer.why:
                starved = True
                alone.append(item)
            elif starved:
                again.append(item)
            else:
                found[item] = answer
        return again

    async def _aggregates(
        self, multicall: Address, chunks: Sequence[Sequence[Question]]
    ) -> list[list[bytes | Reverted] | Outcome]:
        """Each chunk's results; a first call asks for the block's time, which shows where it was executed."""
        block_time = Call(multicall, BLOCK_TIME)
        requests = [
            eth_call(
                Call(multicall, aggregate3([block_time, *(_as_call(each, multicall) for each in chunk)])),
                gas=(len(chunk) + _OVERHEAD) * self._limits.aggregate_gas,
            )
            for chunk in chunks
        ]
        answers: list[list[bytes | Reverted] | Outcome] = []
        for chunk, answer in zip(chunks, await ask_at(self._endpoint, requests, self._at), strict=True):
            if isinstance(answer, bytes) and answer:
                answers.append(self._results(answer, len(chunk)))
            else:
                answers.append(answer)
        return answers

    def _results(self, answer: bytes, calls: int) -> list[bytes | Reverted] | NoAnswer:
        try:
            time, *given = results(answer, calls + 1)
        except Malformed as problem:
            return NoAnswer(str(problem))
        if time != self._at.timestamp.to_bytes(32, "big"):
            return NoAnswer("the node answered for another block")
        return given


def _as_call(question: Question, multicall: Address) -> Call:
    if isinstance(question, CoinBalance):
        return Call(multicall, _GET_ETH_BALANCE + word(question.account))
    return question


def _too_much(answer: Outcome) -> bool:
    """Whether fewer calls at once may be answered: the gas, the time or the size was too much."""
    return isinstance(answer, Reverted) or (
        isinstance(answer, NoAnswer) and bool(_TOO_MUCH.search(answer.why))
    )
