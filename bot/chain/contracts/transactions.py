"""Transactions of the chain by their hashes: whom they called, and with what."""

import re
from collections.abc import Sequence

import msgspec

from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.refusals import Refusal
from bot.chain.nodes.rpc import Answer, Request
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, TransactionHash, checksummed

_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")
_LONGEST = 512 * 1024
"""Bytes of JSON: twice those of the longest transaction that nodes pass on (128 KB)."""
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")


class SentTransaction(msgspec.Struct, frozen=True):
    sender: Address
    """Whose wallet sent it, and paid its fee."""
    to: Address | None
    """None for one that deploys a contract."""
    data: bytes


async def find_sent(endpoints: Endpoints, hashes: Sequence[TransactionHash]) -> list[SentTransaction]:
    """In the order of the hashes. Raises ChainUnavailable, also where a node doesn't know one of them."""

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[SentTransaction | NoAnswer]:
        answers = await endpoint.ask(
            [Request("eth_getTransactionByHash", [hashes[item]], _LONGEST) for item in items]
        )
        return [_sent(answer, hashes[item]) for item, answer in zip(items, answers, strict=True)]

    found: list[SentTransaction] = []
    for transaction in await endpoints.agree(len(hashes), question):
        if isinstance(transaction, NoAnswer):
            raise ChainUnavailable(
                endpoints.chain, f"a transaction: {transaction.why}", failure=transaction.failure
            )
        found.append(transaction)
    return found


def _sent(answer: Answer, asked: TransactionHash) -> SentTransaction | NoAnswer:
    if isinstance(answer, Refusal):
        return NoAnswer(f"the node refused: {answer.message}")
    if not isinstance(answer, dict) or str(answer.get("hash")).lower() != asked.lower():
        return NoAnswer("the node's answer is not the transaction that was asked for")
    sender, to, data = answer.get("from"), answer.get("to"), answer.get("input")
    if not isinstance(sender, str) or not _ADDRESS.fullmatch(sender):
        return NoAnswer("the transaction's sender is no address")
    if not isinstance(data, str) or not _HEX.fullmatch(data):
        return NoAnswer("the transaction's data is not hexadecimal")
    if to is None:
        return SentTransaction(checksummed(sender), None, bytes.fromhex(data[2:]))
    if not isinstance(to, str) or not _ADDRESS.fullmatch(to):
        return NoAnswer("the transaction's receiver is no address")
    return SentTransaction(checksummed(sender), checksummed(to), bytes.fromhex(data[2:]))
