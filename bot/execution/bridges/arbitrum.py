"""Arbitrum's retryable tickets: their ids from the events of the inbox and its bridge, followed by the precompile
ArbRetryableTx of the other chain.

https://docs.arbitrum.io/how-arbitrum-works/deep-dives/l1-to-l2-messaging,
https://github.com/OffchainLabs/nitro-contracts/blob/main/src/precompiles/ArbRetryableTx.sol
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import rlp
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.bridges.bridge import alias
from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution
from bot.domain.ids import Address, ChainId, address
from bot.execution.actions.abi import function
from bot.execution.answers import account, moment, number
from bot.execution.bridges.sendings import Sending

RETRYABLES = Address("0x000000000000000000000000000000000000006E")
"""The precompile."""
_BRIDGE = function("bridge()")
_TIMEOUT = function("getTimeout(bytes32 ticketId)")
_DELIVERED = (
    "0x" + keccak(text="MessageDelivered(uint256,bytes32,address,uint8,address,bytes32,uint256,uint64)").hex()
)
_OF_INBOX = "0x" + keccak(text="InboxMessageDelivered(uint256,bytes)").hex()
_CREATED = "0x" + keccak(text="TicketCreated(bytes32)").hex()
_REDEEM = "0x" + keccak(text="RedeemScheduled(bytes32,bytes32,uint64,uint64,address,uint256,uint256)").hex()
_CANCELED = "0x" + keccak(text="Canceled(bytes32)").hex()
_SUBMIT_RETRYABLE = 9
"""The kind of a message that makes a ticket."""
_TRANSACTION_TYPE = b"\x69"
_WORD, _FIELDS = 32, 9
_MOST = 1_000
"""Events of a bridge in one block."""


class Ticket(msgspec.Struct, frozen=True):
    """What the two events tell of a ticket, and of what its id is the hash."""

    number: int
    """Of the message, in the order of the bridge."""
    sender: Address
    """By its alias."""
    base_fee: int
    to: Address
    value: int
    deposit: int
    submission_cost: int
    fee_refund: int
    value_refund: int
    gas: int
    fee: int
    data: bytes

    def id(self, chain: ChainId) -> str:
        """The hash of the transaction that makes it on that chain."""
        fields = [
            _minimal(chain),
            self.number.to_bytes(_WORD, "big"),
            bytes.fromhex(self.sender[2:]),
            _minimal(self.base_fee),
            _minimal(self.deposit),
            _minimal(self.fee),
            _minimal(self.gas),
            b"" if int(self.to, 16) == 0 else bytes.fromhex(self.to[2:]),
            _minimal(self.value),
            _account_bytes(self.value_refund),
            _minimal(self.submission_cost),
            _account_bytes(self.fee_refund),
            self.data,
        ]
        return "0x" + keccak(_TRANSACTION_TYPE + rlp.encode(fields)).hex()

    def is_of(self, sent: Sending) -> bool:
        call = sent.call
        same = (self.to, self.value, self.data, self.gas) == (call.to, call.value, call.data, call.gas)
        return same and (sent.sender is None or alias(sent.sender) == self.sender)


class ArbitrumTickets:
    """Implements `Follower`."""

    async def keys(self, parent: EvmChain, sent: Sequence[Sending], execution: Execution) -> list[str | None]:
        """The ids of the tickets. Raises ChainUnavailable."""
        block, inbox = execution.block, sent[0].gate
        (answer,) = await parent.read([Call(inbox, _BRIDGE.selector)], block)
        if (bridge := account(answer)) is None:
            raise ChainUnavailable(parent.id, f"{inbox} does not answer as an inbox does")
        delivered = await parent.logs(bridge, [_DELIVERED], block.number, block, most=_MOST)
        of_inbox = await parent.logs(inbox, [_OF_INBOX], block.number, block, most=_MOST)
        contents = {log.topics[1]: log for log in of_inbox if len(log.topics) > 1}
        found = [
            _ticket(log, contents[log.topics[1]])
            for log in delivered
            if log.transaction == execution.transaction.lower()
            and len(log.topics) > 1
            and log.topics[1] in contents
        ]
        left = [ticket for ticket in found if ticket is not None]
        keys: list[str | None] = []
        for each in sent:
            ticket = next((one for one in left if one.is_of(each)), None)
            if ticket is not None:
                left.remove(ticket)
            keys.append(None if ticket is None else ticket.id(each.bridge.child))
        return keys

    async def seen(self, child: EvmChain, message: BridgeMessage) -> BridgeMessage:
        """As the events of the precompile tell it, and whether the ticket is still there. Raises ChainUnavailable."""
        at = await child.finalized()
        since = message.looked_to
        if since is None:
            since = (await child.finalized(not_after=message.sent_at)).number
        events = [_CREATED, _REDEEM, _CANCELED]
        logs = (
            await child.logs(RETRYABLES, events, since + 1, at, about=message.key)
            if since < at.number
            else []
        )
        (answer,) = await child.read([_asked(message)], at)
        timeout = _timeout(child, answer)
        message = replace(message, looked_to=at.number)
        if message.status == "sent" and not any(log.topics[0] == _CREATED for log in logs):
            # It hasn't arrived.
            return message
        if timeout is not None:
            return await _still_there(child, message, logs, timeout)
        return await _gone(child, message, logs, at)


def _asked(message: BridgeMessage) -> Call:
    return Call(RETRYABLES, _TIMEOUT.encode([bytes.fromhex(message.key[2:])]))


def _timeout(chain: EvmChain, answer: Outcome) -> int | None:
    """Until when a ticket lasts; None where there is no such ticket any more, or not yet. Raises ChainUnavailable."""
    if isinstance(answer, Reverted) and not answer.out_of_gas:
        return None
    timeout = number(answer)
    if timeout is None:
        raise ChainUnavailable(chain.id, f"{RETRYABLES} does not answer as ArbRetryableTx does")
    return timeout


async def _still_there(
    chain: EvmChain, message: BridgeMessage, logs: Sequence[Log], timeout: int
) -> BridgeMessage:
    """What has been tried so far has failed, or nobody has tried it: somebody has to redeem it."""
    tried = [log for log in logs if log.topics[0] in (_CREATED, _REDEEM)]
    message = replace(message, status="failed", until=moment(timeout))
    return await _told_by(chain, message, tried[-1]) if tried else message


async def _gone(chain: EvmChain, message: BridgeMessage, logs: Sequence[Log], at: BlockRef) -> BridgeMessage:
    """A ticket ends by being redeemed, by its beneficiary, or by its time. That somebody has tried doesn't say that it
    was redeemed: it is gone at the end of the block in which it was."""
    message = replace(message, until=None)
    for log in logs:
        if log.topics[0] == _CANCELED:
            return await _told_by(chain, replace(message, status="cancelled"), log)
        if log.topics[0] == _REDEEM:
            (answer,) = await chain.read([_asked(message)], await chain.block_of(log))
            if _timeout(chain, answer) is None:
                return await _told_by(chain, replace(message, status="done"), log)
    return replace(message, status="lapsed", at=at.time)


async def _told_by(chain: EvmChain, message: BridgeMessage, log: Log) -> BridgeMessage:
    block = await chain.block_of(log)
    return replace(message, transaction=log.transaction, at=block.time)


def _ticket(delivered: Log, content: Log) -> Ticket | None:
    """None for a message of another kind, or one that doesn't fit together."""
    try:
        _, kind, sender, _, base_fee, _ = decode(
            ["address", "uint8", "address", "bytes32", "uint256", "uint64"], bytes.fromhex(delivered.data[2:])
        )
        (packed,) = decode(["bytes"], bytes.fromhex(content.data[2:]))
    except (DecodingError, OverflowError):
        return None
    words = [
        int.from_bytes(packed[place : place + _WORD], "big") for place in range(0, _FIELDS * _WORD, _WORD)
    ]
    to, value, deposit, cost, fee_refund, value_refund, gas, fee, length = words
    data = packed[_FIELDS * _WORD :]
    if kind != _SUBMIT_RETRYABLE or len(data) != length or to >> 160:
        return None
    return Ticket(
        int(delivered.topics[1], 16),
        address(sender),
        base_fee,
        address(f"0x{to:040x}"),
        value,
        deposit,
        cost,
        fee_refund,
        value_refund,
        gas,
        fee,
        data,
    )


def _minimal(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _account_bytes(value: int) -> bytes:
    return (value % 2**160).to_bytes(20, "big")
