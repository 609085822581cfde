"""Events of a contract, in parts that nodes answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chain.agreement import Endpoints, NoAnswer
from bot.chain.endpoint import Endpoint
from bot.chain.refusals import Refusal
from bot.chain.rpc import Answer, Request
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, BlockHash, TransactionHash

_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,15}")


@dataclass(frozen=True, slots=True)
class Log:
    """One event: `topics` and `data` as 0x-prefixed hex, as the contract wrote them."""

    block_number: int
    block_hash: BlockHash
    index: int
    """Its place in the block."""
    transaction: TransactionHash
    topics: tuple[str, ...]
    data: str


async def find_logs(
    endpoints: Endpoints, contract: Address, topics: Sequence[str], since: int, until: int
) -> list[Log]:
    """Events from block `since` to `until` whose first topic is one of `topics`, in their order.

    Raises ChainUnavailable.
    """
    step = endpoints.limits.logs
    ranges = [(start, min(start + step - 1, until)) for start in range(since, until + 1, step)]

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[tuple[Log, ...] | NoAnswer]:
        requests = [
            Request(
                "eth_getLogs",
                [
                    {
                        "address": contract,
                        "topics": [list(topics)],
                        "fromBlock": hex(ranges[item][0]),
                        "toBlock": hex(ranges[item][1]),
                    }
                ],
            )
            for item in items
        ]
        answers = await endpoint.ask(requests)
        return [
            _logs(answer, contract, topics, *ranges[item])
            for item, answer in zip(items, answers, strict=True)
        ]

    found: list[Log] = []
    for part in await endpoints.agree(len(ranges), question):
        if isinstance(part, NoAnswer):
            raise ChainUnavailable(endpoints.chain, f"events: {part.why}")
        found += part
    return found


def _logs(
    answer: Answer, contract: Address, topics: Sequence[str], since: int, until: int
) -> tuple[Log, ...] | NoAnswer:
    if isinstance(answer, Refusal):
        return NoAnswer(f"the node refused: {answer.message}")
    if not isinstance(answer, list):
        return NoAnswer("the node's answer is no list")
    logs: list[Log] = []
    for item in answer:
        log = _log(item, contract)
        if log is None or not since <= log.block_number <= until or log.topics[0] not in topics:
            return NoAnswer("the node gave events that were not asked for")
        logs.append(log)
    return tuple(sorted(logs, key=lambda log: (log.block_number, log.index)))


def _log(item: object, contract: Address) -> Log | None:
    if not isinstance(item, dict) or str(item.get("address")).lower() != contract.lower():
        return None
    topics, data, removed = item.get("topics"), item.get("data"), item.get("removed", False)
    hashes = [item.get("blockHash"), item.get("transactionHash")]
    quantities = [item.get("blockNumber"), item.get("logIndex")]
    if removed or not isinstance(topics, list) or not topics:
        return None
    if not all(isinstance(text, str) and _HEX.fullmatch(text) for text in [*topics, *hashes, data]):
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
