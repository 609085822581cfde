"""Events of a contract, in parts that nodes answer."""

import re
from collections import deque
from collections.abc import Sequence

import msgspec

from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.refusals import Meaning, Refusal
from bot.chain.nodes.rpc import Answer, EndpointFailed, Request
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, BlockHash, TransactionHash

Topics = Sequence[Sequence[str] | None]
"""What the topics of an event must be, by their places (the first names the event): one of these; None: anything. In
lowercase letters."""

_HEX = re.compile(r"0x[0-9a-fA-F]*")
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,15}")


_LONGEST = 8 * 1024 * 1024
"""Bytes of JSON with the events of one part; more of them are asked for in smaller parts."""
_NOBODY = Address("0x" + "0" * 40)
_NO_TOPIC = "0x" + "0" * 64
_NOT_FOR_ITS_SIZE = (Meaning.PRUNED, Meaning.BEHIND)


class Log(msgspec.Struct, frozen=True):
    """One event: `topics` and `data` as 0x-prefixed hex, as the contract wrote them."""

    block_number: int
    block_hash: BlockHash
    index: int
    """Its place in the block."""
    transaction: TransactionHash
    topics: tuple[str, ...]
    data: str


class TooManyLogs(Exception):
    """More events, or longer ones, than are held at once."""


def word_topic(word: str) -> str:
    """How a topic names an account, or another value of up to 32 bytes, both as 0x-prefixed hex."""
    return f"0x{int(word, 16):064x}"


async def find_logs(
    endpoints: Endpoints,
    contract: Address,
    topics: Topics,
    since: int,
    until: int,
    most: int | None = None,
    longest: int | None = None,
) -> list[Log]:
    """The contract's events from block `since` to `until` with these topics, in their order.

    Raises ChainUnavailable; TooManyLogs where there are more than `most`, or more than `longest` bytes of data.
    """
    step = endpoints.limits.logs
    ranges = [(start, min(start + step - 1, until)) for start in range(since, until + 1, step)]

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[tuple[Log, ...] | NoAnswer]:
        search = _Search(endpoint, contract, topics, most, longest)
        return await search.found([ranges[item] for item in items])

    found: list[Log] = []
    for part in await endpoints.agree(len(ranges), question, within=endpoints.limits.logs_total):
        if isinstance(part, NoAnswer):
            raise ChainUnavailable(endpoints.chain, f"events: {part.why}", failure=part.failure)
        found += part
    return found


async def widest_range(endpoint: Endpoint, until: int) -> int:
    """Of how many blocks the endpoint gives events at once, up to the most that is asked for; 0: of none.

    Raises EndpointFailed.
    """
    search = _Search(endpoint, _NOBODY, [[_NO_TOPIC]])
    blocks = min(endpoint.limits.logs, until + 1)
    while not await search.answers(until - blocks + 1, until):
        if blocks == 1:
            return 0
        blocks = (blocks + 1) // 2
    return blocks if blocks <= until else endpoint.limits.logs


class _Part(msgspec.Struct, frozen=True):
    """Blocks that are asked for at once, of the range with this number."""

    item: int
    since: int
    until: int

    def in_steps(self, blocks: int) -> "list[_Part]":
        starts = range(self.since, self.until + 1, blocks)
        return [_Part(self.item, start, min(start + blocks - 1, self.until)) for start in starts]


class _Search:
    """One search for events at one endpoint, in parts as large as it answers: from five blocks to ten thousand."""

    def __init__(
        self,
        endpoint: Endpoint,
        contract: Address,
        topics: Topics,
        most: int | None = None,
        longest: int | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._contract = contract
        self._topics = topics
        self._most = most
        self._longest = longest

    async def found(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[Log, ...] | NoAnswer]:
        """The events of each range. Raises EndpointFailed."""
        logs: list[list[Log]] = [[] for _ in ranges]
        failures: dict[int, NoAnswer] = {}
        waiting = deque(
            part
            for item, (since, until) in enumerate(ranges)
            for part in _Part(item, since, until).in_steps(self._endpoint.logs)
        )
        answered, number, length = False, 0, 0
        while waiting:
            # How much it answers is tried with one part; only then all others are asked for.
            count = min(len(waiting), self._endpoint.batch) if answered else 1
            parts = [waiting.popleft() for _ in range(count)]
            smaller: list[_Part] = []
            for part, answer in zip(parts, await self._ask(parts), strict=True):
                blocks = part.until - part.since + 1
                if isinstance(answer, Refusal) and blocks > 1 and answer.meaning not in _NOT_FOR_ITS_SIZE:
                    half = (blocks + 1) // 2
                    if not answered:
                        self._endpoint.logs = min(self._endpoint.logs, half)
                        waiting = deque(each for wide in waiting for each in wide.in_steps(half))
                    smaller += part.in_steps(half)
                    continue
                if isinstance(answer, Refusal) and not answered:
                    return [NoAnswer(f"the node refused: {answer.why}", answer.meaning)] * len(ranges)
                answered = True
                given = _logs(answer, self._contract, self._topics, part.since, part.until)
                if isinstance(given, NoAnswer):
                    failures[part.item] = given
                else:
                    logs[part.item] += given
                    number += len(given)
                    length += sum(len(log.data) // 2 for log in given)
                    if self._is_too_much(number, length):
                        raise TooManyLogs
            waiting.extendleft(reversed(smaller))
        return [failures.get(item) or tuple(sorted(each, key=_place)) for item, each in enumerate(logs)]

    def _is_too_much(self, number: int, length: int) -> bool:
        many = self._most is not None and number > self._most
        return many or (self._longest is not None and length > self._longest)

    async def answers(self, since: int, until: int) -> bool:
        """Whether it answers for so many blocks at once. Raises EndpointFailed."""
        (answer,) = await self._ask([_Part(0, since, until)])
        return not isinstance(answer, Refusal)

    async def _ask(self, parts: Sequence[_Part]) -> list[Answer]:
        wanted = {"address": self._contract, "topics": [each and list(each) for each in self._topics]}
        requests = [
            Request(
                "eth_getLogs",
                [{**wanted, "fromBlock": hex(part.since), "toBlock": hex(part.until)}],
                _LONGEST,
            )
            for part in parts
        ]
        try:
            return await self._endpoint.ask(requests)
        except EndpointFailed as failure:
            # Some word a range that is too large like a rate limit.
            if failure.meaning is Meaning.BUSY and len(parts) == 1:
                return [Refusal(429, failure.why)]
            raise


def _place(log: Log) -> tuple[int, int]:
    return (log.block_number, log.index)


def _logs(
    answer: Answer, contract: Address, topics: Topics, since: int, until: int
) -> tuple[Log, ...] | NoAnswer:
    if isinstance(answer, Refusal):
        return NoAnswer(f"the node refused: {answer.why}", answer.meaning)
    if not isinstance(answer, list):
        return NoAnswer("the node's answer is no list")
    logs: list[Log] = []
    for item in answer:
        log = _log(item, contract)
        if log is None or not since <= log.block_number <= until or not _has(log, topics):
            return NoAnswer("the node gave events that were not asked for")
        logs.append(log)
    return tuple(sorted(logs, key=_place))


def _has(log: Log, topics: Topics) -> bool:
    return len(log.topics) >= len(topics) and all(
        wanted is None or topic in wanted for topic, wanted in zip(log.topics, topics, strict=False)
    )


def _log(item: object, contract: Address) -> Log | None:
    if not isinstance(item, dict) or str(item.get("address")).lower() != contract.lower():
        return None
    topics, data, removed = item.get("topics"), item.get("data"), item.get("removed", False)
    hashes = [item.get("blockHash"), item.get("transactionHash")]
    quantities = [item.get("blockNumber"), item.get("logIndex")]
    if removed or not isinstance(topics, list) or not topics:
        return None
    if not all(
        isinstance(text, str) and len(text) % 2 == 0 and _HEX.fullmatch(text)
        for text in [*topics, *hashes, data]
    ):
        return None
    if any(len(topic) != len(_NO_TOPIC) for topic in topics):
        return None
    if not all(isinstance(text, str) and _QUANTITY.fullmatch(text) for text in quantities):
        return None
    return Log(
        int(str(quantities[0]), 16),
        BlockHash(str(hashes[0]).lower()),
        int(str(quantities[1]), 16),
        TransactionHash(str(hashes[1]).lower()),
        tuple(str(topic).lower() for topic in topics),
        str(data).lower(),
    )
