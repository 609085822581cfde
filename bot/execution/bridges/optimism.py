"""Messages of Optimism's messengers: found by the event of the one, followed by the state and events of the other.

https://specs.optimism.io/protocol/messengers.html
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function
from bot.execution.answers import flags
from bot.execution.bridges.sendings import Sending
from bot.execution.narrowing import narrowed

MESSENGER = Address("0x4200000000000000000000000000000000000007")
"""Where each chain of this kind has the messenger that makes the calls."""
_SENT = "0x" + keccak(text="SentMessage(address,address,bytes,uint256,uint256)").hex()
_VALUE = "0x" + keccak(text="SentMessageExtension1(address,uint256)").hex()
_RELAYED = "0x" + keccak(text="RelayedMessage(bytes32)").hex()
_FAILED = "0x" + keccak(text="FailedRelayedMessage(bytes32)").hex()
_SUCCEEDED_OF = function("successfulMessages(bytes32 hash)")
_FAILED_OF = function("failedMessages(bytes32 hash)")
_RELAY = function(
    "relayMessage(uint256 nonce, address sender, address target, uint256 value, uint256 minGasLimit, bytes message)"
)
_MOST = 1_000
"""Events of a messenger in one block."""


class _Message(msgspec.Struct, frozen=True):
    """As a messenger's two events tell of it."""

    sender: Address
    to: Address
    value: int
    data: bytes
    gas: int
    nonce: int

    @property
    def key(self) -> str:
        """The hash by which the other messenger knows it."""
        values = [self.nonce, self.sender, self.to, self.value, self.gas, self.data]
        return "0x" + keccak(_RELAY.encode(values)).hex()

    def is_of(self, sent: Sending) -> bool:
        call = sent.call
        same = (self.to, self.value, self.data, self.gas) == (call.to, call.value, call.data, call.gas)
        return same and sent.sender in (None, self.sender)


class OptimismMessages:
    """Implements `Follower`."""

    async def keys(self, parent: EvmChain, sent: Sequence[Sending], execution: Execution) -> list[str | None]:
        """The hashes of the messages. Raises ChainUnavailable."""
        block = execution.block
        logs = await parent.logs(sent[0].gate, [_SENT, _VALUE], block.number, block, most=_MOST)
        left = _messages([log for log in logs if log.transaction == execution.transaction.lower()])
        found: list[str | None] = []
        for each in sent:
            message = next((one for one in left if one.is_of(each)), None)
            if message is not None:
                left.remove(message)
            found.append(None if message is None else message.key)
        return found

    async def seen(self, child: EvmChain, message: BridgeMessage) -> BridgeMessage:
        """As the messenger there has it. Raises ChainUnavailable."""
        at = await child.finalized()
        succeeded, failed = (_asked(view, message) for view in (_SUCCEEDED_OF, _FAILED_OF))
        answers = await child.read([succeeded, failed], at)
        done, has_failed = (_told(child, answer) for answer in answers)
        if done:
            return await _ended(child, replace(message, status="done"), succeeded, _RELAYED, at)
        if has_failed and message.status != "failed":
            return await _ended(child, replace(message, status="failed"), failed, _FAILED, at)
        return message


def _asked(view: Function, message: BridgeMessage) -> Call:
    return Call(MESSENGER, view.encode([bytes.fromhex(message.key[2:])]))


def _told(chain: EvmChain, answer: Outcome) -> bool:
    """Raises ChainUnavailable where it is no answer of a messenger."""
    told = flags(answer, 1)
    if told is None:
        raise ChainUnavailable(chain.id, f"{MESSENGER} does not answer as a messenger does")
    return told[0]


async def _ended(
    chain: EvmChain, message: BridgeMessage, question: Call, event: str, at: BlockRef
) -> BridgeMessage:
    """With the transaction in which the question got its answer. Raises ChainUnavailable."""

    def reached(answer: Outcome) -> bool | None:
        told = flags(answer, 1)
        return None if told is None else told[0]

    since = await chain.finalized(not_after=message.sent_at)
    low, high = await narrowed(chain, question, reached, since.number, at)
    logs = await chain.logs(MESSENGER, [event], low, high, about=message.key)
    if not logs:
        raise ChainUnavailable(chain.id, f"no event tells what became of message {message.key}")
    block = await chain.block_of(logs[-1])
    return replace(message, transaction=logs[-1].transaction, at=block.time)


def _messages(logs: Sequence[Log]) -> list[_Message]:
    """Those of which one event tells all but the coins, and the next one the coins."""
    found = [
        _message(one, other)
        for one, other in pairwise(logs)
        if one.topics[0] == _SENT and other.topics[0] == _VALUE and len(one.topics) == 2
    ]
    return [message for message in found if message is not None]


def _message(sent: Log, extension: Log) -> _Message | None:
    try:
        sender, data, nonce, gas = decode(
            ["address", "bytes", "uint256", "uint256"], bytes.fromhex(sent.data[2:])
        )
        (value,) = decode(["uint256"], bytes.fromhex(extension.data[2:]))
    except (DecodingError, OverflowError):
        return None
    return _Message(address(sender), address(f"0x{sent.topics[1][-40:]}"), value, data, gas, nonce)
