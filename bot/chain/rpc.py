"""JSON-RPC over HTTP with one endpoint. What it answers is not believed here; agreement.py decides that.

web3's own request path costs a millisecond and more per call, so reads go out as raw batches
(docs/decisions/0003-raw-json-rpc-reads.md).
"""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
import stamina

from bot.chain.limits import Limits
from bot.domain.ids import ChainId

_RATE_LIMITED = {-32005, -32029, 429}
_INTERNAL = -32603
_EXECUTION_FAILED = re.compile(
    r"revert|out ?of ?gas|opcode|stack (under|over)flow|invalid jump|bad jump|EVM error|write protection",
    re.I,
)
_PRUNED = re.compile(r"missing trie node|state .{0,80}not available|pruned|historical state", re.I)


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    params: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A JSON-RPC error."""

    code: int
    message: str
    data: object = None

    @property
    def passing(self) -> bool:
        """Whether the same request may well succeed a moment later."""
        return self.code in _RATE_LIMITED or self.code == _INTERNAL

    @property
    def execution_failed(self) -> bool:
        """Whether the contract, not the node, refused: every node would say the same."""
        return not self.passing and (self.code == 3 or _EXECUTION_FAILED.search(self.message) is not None)

    @property
    def pruned(self) -> bool:
        """Whether the node has thrown away the state that was asked for, so that it never comes back."""
        return _PRUNED.search(self.message) is not None


Answer = object
"""A JSON result, or a Refusal."""


@dataclass(eq=False)
class EndpointFailed(Exception):
    """The endpoint gave no usable answer. `passing` says that trying again may help."""

    endpoint: str
    why: str
    passing: bool = True

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.why}"


@dataclass(eq=False)
class Endpoint:
    """One node or provider of one chain."""

    url: str = field(repr=False)
    """Often holds a secret, so that only the host is ever named."""
    chain: ChainId
    limits: Limits
    session: Callable[[], aiohttp.ClientSession] = field(repr=False)
    takes_block_hashes: bool | None = None
    """Whether it accepts EIP-1898 parameters; None while unknown."""
    _right_chain: bool = False
    _checking: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _takes_batches: bool = True
    _rests_until: float = 0.0

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or "endpoint"

    @property
    def resting(self) -> bool:
        """Whether it failed a short while ago."""
        return time.monotonic() < self._rests_until

    def rest(self) -> None:
        self._rests_until = time.monotonic() + self.limits.rest

    async def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers, in the order of the requests: results, and Refusals where the node refused.

        Passing faults are tried again, with growing waits. Raises EndpointFailed.
        """
        await self._check_chain()
        return await self._ask(requests)

    async def _ask(self, requests: Sequence[Request]) -> list[Answer]:
        answers: list[Answer] = [None] * len(requests)
        open_items = list(range(len(requests)))
        try:
            async for attempt in stamina.retry_context(
                on=_may_pass,
                attempts=self.limits.attempts,
                timeout=self.limits.total,
                wait_initial=self.limits.wait,
                wait_max=2.0,
                wait_jitter=self.limits.wait,
            ):
                with attempt:
                    given = await self._ask_once([requests[item] for item in open_items])
                    for item, answer in zip(open_items, given, strict=True):
                        answers[item] = answer
                    open_items = [
                        item for item in open_items if isinstance(a := answers[item], Refusal) and a.passing
                    ]
                    if open_items:
                        raise _Busy(self.name, "it is busy")
        except _Busy:
            if len(open_items) == len(requests):
                raise
        return answers

    async def _check_chain(self) -> None:
        """An endpoint of another chain would answer everything, and wrongly: nothing is asked before it is known."""
        async with self._checking:
            if self._right_chain:
                return
            (answer,) = await self._ask([Request("eth_chainId", [])])
            if answer != hex(self.chain):
                why = f"it serves chain {str(answer)[:40]}, not {hex(self.chain)}"
                raise EndpointFailed(self.name, why, passing=False)
            self._right_chain = True

    async def _ask_once(self, requests: Sequence[Request]) -> list[Answer]:
        size = self.limits.batch if self._takes_batches else 1
        parts = [requests[start : start + size] for start in range(0, len(requests), size)]
        given = await asyncio.gather(*(self._post(part) for part in parts))
        return [answer for part in given for answer in part]

    async def _post(self, requests: Sequence[Request]) -> list[Answer]:
        body = [
            {"jsonrpc": "2.0", "id": number, "method": request.method, "params": request.params}
            for number, request in enumerate(requests)
        ]
        status, answer = await self._send(orjson.dumps(body if len(body) > 1 else body[0]))
        if len(requests) == 1:
            if status == 413:
                return [Refusal(413, "the request is too large")]
            return [self._answer(answer, 0)]
        if status == 413 or _refuses_batches(answer):
            self._takes_batches = False
            return await self._ask_once(requests)
        if not isinstance(answer, list):
            raise EndpointFailed(self.name, "it answered a batch with something else")
        by_number = {item.get("id"): item for item in answer if isinstance(item, dict)}
        return [self._answer(by_number.get(number), number) for number in range(len(requests))]

    def _answer(self, answer: object, number: int) -> Answer:
        if not isinstance(answer, dict) or answer.get("id", number) != number:
            raise EndpointFailed(self.name, "it left out an answer")
        error = answer.get("error")
        if error is None and "result" in answer:
            return answer["result"]
        if not isinstance(error, dict) or not isinstance(error.get("code"), int):
            raise EndpointFailed(self.name, "its answer is not JSON-RPC")
        return Refusal(error["code"], str(error.get("message", ""))[:300], error.get("data"))

    async def _send(self, body: bytes) -> tuple[int, object]:
        try:
            async with self.session().post(
                self.url,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=aiohttp.ClientTimeout(total=self.limits.timeout),
                allow_redirects=False,
            ) as response:
                raw = await self._body(response)
                status = response.status
        except TimeoutError:
            raise EndpointFailed(self.name, f"no answer within {self.limits.timeout:g} s") from None
        except aiohttp.ClientError as error:
            # The error's own text can hold the URL, and with it a secret.
            raise EndpointFailed(self.name, f"the connection failed ({type(error).__name__})") from None
        if status == 413:
            return status, None
        if status == 429 or status >= 500:
            raise EndpointFailed(self.name, f"HTTP status {status}")
        try:
            return status, orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise EndpointFailed(
                self.name, f"HTTP status {status}, and no JSON", passing=status == 200
            ) from None

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        parts, size = [], 0
        async for part in response.content.iter_any():
            size += len(part)
            if size > self.limits.answer_bytes:
                raise EndpointFailed(self.name, "its answer is too long", passing=False)
            parts.append(part)
        return b"".join(parts)


class _Busy(EndpointFailed):
    """Some of a batch were refused for the moment; the others have their answers."""


def _may_pass(error: Exception) -> bool:
    return isinstance(error, EndpointFailed) and error.passing


def _refuses_batches(answer: object) -> bool:
    """A node without batches answers one with a single error."""
    if not isinstance(answer, dict) or not isinstance(error := answer.get("error"), dict):
        return False
    code = error.get("code")
    return isinstance(code, int) and not Refusal(code, "").passing
