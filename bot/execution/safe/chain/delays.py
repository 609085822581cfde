"""What a Safe has put into a Zodiac Delay (1.0 and 1.1), followed through its queue.

A Delay says by an event what came into it. What went out of it, it tells by a number alone (`txNonce`), which grows
when a call is made and when it is skipped: whether it was made is told by the Safe for which the Delay acts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

import msgspec
from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError, EncodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log
from bot.chain.contracts.transactions import SentTransaction
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.executors import DelayedCall, Execution, InDelay, ReadyCall, SafeTransaction
from bot.domain.executors.delays import MOST_AHEAD
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.answers import account, moment, number
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.chain.executions import NonceAt, narrowed
from bot.execution.safe.chain.rights import is_module
from bot.execution.safe.multi_send import NotMultiSend
from bot.execution.safe.transaction import SafeTx, calls_in

_CALL = "address to, uint256 value, bytes data, uint8 operation"
_ADD = tuple(
    function(f"{name}({_CALL})")
    for name in ("execTransactionFromModule", "execTransactionFromModuleReturnData")
)
MAKE_NEXT = function(f"executeNextTx({_CALL})")
SKIP_EXPIRED = function("skipExpired()")
_TX_NONCE, _COOLDOWN, _EXPIRATION, _TARGET = (
    function(f"{name}()") for name in ("txNonce", "txCooldown", "txExpiration", "target")
)
_CREATED_AT = function("txCreatedAt(uint256 nonce)")
_ADDED = "0x" + keccak(text="TransactionAdded(uint256,bytes32,address,uint256,bytes,uint8)").hex()
_MADE = "0x" + keccak(text="ExecutionFromModuleSuccess(address)").hex()
_LATEST_PLACE = 2**53
_MOST_LOOKED_INTO = 200
"""Of so many executions by modules the calldata is read."""


class NoDelay(Exception):
    """It doesn't answer as a Delay that acts for a Safe does."""


class Put(msgspec.Struct, frozen=True):
    """A call of a Safe's transaction by which something would wait in a Delay."""

    number: int
    """Which of the transaction's calls, from 1."""
    delay: Address
    arguments: tuple[object, ...]
    """What the Delay is to make: whom it calls, with what value and data, and how."""

    @property
    def hash(self) -> str:
        """By which a Delay knows it, as 0x-prefixed hex."""
        return "0x" + keccak(encode(MAKE_NEXT.types, self.arguments)).hex()


def puts_of(chain: ChainId, transaction: SafeTransaction) -> tuple[list[Put], int]:
    """What of a transaction may wait in a Delay, and of how many calls it is made."""
    try:
        calls = calls_in(chain, SafeTx.of(transaction))
    except NotMultiSend:
        return [], 0
    found = []
    for place, call in enumerate(calls, start=1):
        data = bytes.fromhex(call.data[2:])
        read = [values for each in _ADD if (values := each.read(data)) is not None]
        found += [Put(place, call.to, values) for values in read]
    return found, len(calls)


async def entered(chain: EvmChain, transaction: SafeTransaction, execution: Execution) -> InDelay | None:
    """What the Safe's transaction has put into Delays, by the block of its execution; None where that is nothing, or
    what it called is no Delay that can be followed. Raises ChainUnavailable."""
    puts, calls = puts_of(chain.id, transaction)
    waiting: list[DelayedCall] = []
    for delay in dict.fromkeys(put.delay for put in puts):
        events = await chain.logs(delay, [_ADDED], execution.block.number, execution.block)
        places = [
            (event.topics[2].lower(), int(event.topics[1], 16))
            for event in events
            if event.transaction == execution.transaction and len(event.topics) == 3
        ]
        for put in (each for each in puts if each.delay == delay):
            place = next((each for each in places if each[0] == put.hash), None)
            if place is not None and place[1] < _LATEST_PLACE:
                places.remove(place)
                waiting.append(DelayedCall(delay, put.number, place[1]))
    if not waiting:
        return None
    waiting.sort(key=lambda call: call.number)
    found = InDelay(execution.transaction, execution.block, tuple(waiting), others=len(waiting) < calls)
    hashes = {put.number: put.hash for put in puts}
    try:
        seen = [await _seen(chain, found, call, hashes[call.number], execution.block) for call in waiting]
    except NoDelay:
        return None
    return replace(found, calls=tuple(seen))


async def looked_at(chain: EvmChain, transaction: SafeTransaction, known: InDelay, at: BlockRef) -> InDelay:
    """How far it is at a block. A Delay that answers as none does any more leaves what was seen last. Raises
    ChainUnavailable."""
    hashes = {put.number: put.hash for put in puts_of(chain.id, transaction)[0]}
    seen: list[DelayedCall] = []
    for call in known.calls:
        if not call.is_over and call.number in hashes:
            try:
                seen.append(await _seen(chain, known, call, hashes[call.number], at))
                continue
            except NoDelay:
                pass
        seen.append(call)
    return replace(known, calls=tuple(seen))


def next_step(chain: ChainId, transaction: SafeTransaction, known: InDelay) -> ReadyCall | None:
    """What anybody can send to the chain, so that the queue goes on; None while nothing can be done."""
    call = known.first
    if call is None or call.name == "waiting":
        return None
    if call.name == "lapsed":
        return ReadyCall(call.delay, 0, "0x" + SKIP_EXPIRED.encode([]).hex())
    puts = {put.number: put for put in puts_of(chain, transaction)[0]}
    if call.number not in puts:
        return None
    return ReadyCall(call.delay, 0, "0x" + MAKE_NEXT.encode(puts[call.number].arguments).hex())


def ended(known: InDelay) -> Execution | None:
    """How the request ended; None while something of it may still be made."""
    blocks = [call.block for call in known.calls if call.is_over and call.block is not None]
    if len(blocks) < len(known.calls):
        return None
    last = max(blocks, key=lambda block: block.number)
    if any(call.name == "skipped" for call in known.calls):
        made = known.others or any(call.name == "made" for call in known.calls)
        return Execution("failed", known.transaction, last, last.time, "partly" if made else "skipped")
    transactions = [call.transaction for call in known.calls if call.block == last and call.transaction]
    return Execution("executed", transactions[-1] if transactions else known.transaction, last, last.time)


async def _seen(chain: EvmChain, known: InDelay, call: DelayedCall, hashed: str, at: BlockRef) -> DelayedCall:
    """One call in the queue at a block. Raises NoDelay, ChainUnavailable."""
    asked = [each.encode([]) for each in (_TX_NONCE, _COOLDOWN, _EXPIRATION, _TARGET)]
    answers = await chain.read(
        [Call(call.delay, data) for data in (*asked, _CREATED_AT.encode([call.place]))], at
    )
    tokens.all_answered(answers, chain.id)
    passed, cooldown, expiration, _, created = map(number, answers)
    target = account(answers[3])
    if passed is None or cooldown is None or expiration is None or target is None or created is None:
        raise NoDelay
    await _require_safe_behind(chain, call.delay, target, at)
    if passed > call.place:
        return await _over(chain, known, call, hashed, target, NonceAt(at, passed))
    made_from = moment(created + cooldown)
    if made_from is None:
        raise NoDelay
    made_until = moment(created + cooldown + expiration) if expiration else None
    ahead = min(call.place - passed, MOST_AHEAD)
    return replace(
        call,
        name=_name(made_from, made_until, ahead, at.time),
        made_from=made_from,
        made_until=made_until,
        ahead=ahead,
    )


def _name(
    made_from: datetime, made_until: datetime | None, ahead: int, now: datetime
) -> Literal["waiting", "due", "lapsed"]:
    if made_until is not None and now > made_until:
        return "lapsed"
    return "due" if now >= made_from and not ahead else "waiting"


async def _require_safe_behind(chain: EvmChain, delay: Address, target: Address, at: BlockRef) -> None:
    """Whether what makes what has waited says so: a Safe that has the Delay as a module. Raises NoDelay,
    ChainUnavailable."""
    try:
        await read_state(chain, target, at)
    except (NoCode, WrongContract):
        raise NoDelay from None
    (enabled,) = await chain.read([is_module(target, delay)], at)
    tokens.all_answered([enabled], chain.id)
    if number(enabled) != 1:
        raise NoDelay


async def _over(
    chain: EvmChain, known: InDelay, call: DelayedCall, hashed: str, target: Address, now: NonceAt
) -> DelayedCall:
    """Whether it was made or skipped when the queue went past it. Raises ChainUnavailable."""
    asked = Call(call.delay, _TX_NONCE.encode([]))
    since = max(known.block.number - 1, 0)
    low, high = await narrowed(chain, asked, call.place, since, now, few=2)
    events = [
        each
        for each in await chain.logs(target, [_MADE], low + 1, high.block)
        if len(each.topics) == 2 and each.topics[1].lower().endswith(call.delay[2:].lower())
    ]
    made = await _which(chain, call, hashed, asked, low, high, events) if events else None
    if made is None:
        return replace(call, name="skipped", ahead=0, block=high.block)
    return replace(call, name="made", ahead=0, transaction=made.transaction, block=await chain.block_of(made))


async def _which(
    chain: EvmChain,
    call: DelayedCall,
    hashed: str,
    asked: Call,
    low: int,
    high: NonceAt,
    events: Sequence[Log],
) -> Log | None:
    """The event of it among those of the blocks in which the queue went past it; None where it was skipped.

    Where calls were both made and skipped in one block, its time tells which, or else the calldata. Where that doesn't
    tell it of each, ours counts as made: what may have been made must not be asked for once more. Raises
    ChainUnavailable, where too much of the chain is left to be searched.
    """
    in_one_block = high.block.number - low == 1
    if in_one_block:
        before = await chain.block(low)
        (answer,) = await chain.read([asked], before)
        nonce = number(answer)
        if nonce is not None and high.nonce - nonce == len(events):
            return events[call.place - nonce]
        if await _had_lapsed(chain, call, before, high.block):
            return None
    looked_into = events[-_MOST_LOOKED_INTO:]
    hashes = list(dict.fromkeys(event.transaction for event in looked_into))
    alone = Counter(event.transaction for event in looked_into)
    sent = dict(zip(hashes, await chain.sent(hashes), strict=True))
    made = {
        event.transaction: _made_by(sent[event.transaction], call.delay)
        for event in looked_into
        if alone[event.transaction] == 1
    }
    for event in looked_into:
        if made.get(event.transaction) == hashed:
            return event
    if all(made.get(each) for each in hashes) and len(looked_into) == len(events):
        return None
    if not in_one_block:
        raise ChainUnavailable(chain.id, f"the states in which the queue of {call.delay} went on")
    return next((event for event in reversed(events) if not made.get(event.transaction)), events[-1])


async def _had_lapsed(chain: EvmChain, call: DelayedCall, before: BlockRef, at: BlockRef) -> bool:
    """Whether it couldn't be made any more in the block after `before`, by settings that it didn't change. Raises
    ChainUnavailable."""
    asked = [
        Call(call.delay, data)
        for data in (_COOLDOWN.encode([]), _EXPIRATION.encode([]), _CREATED_AT.encode([call.place]))
    ]
    answers = [[number(each) for each in await chain.read(asked, block)] for block in (before, at)]
    if answers[0] != answers[1]:
        return False
    cooldown, expiration, created = answers[0]
    if cooldown is None or not expiration or created is None:
        return False
    return at.timestamp > created + cooldown + expiration


def _made_by(sent: SentTransaction, delay: Address) -> str | None:
    """The hash of what a transaction has a Delay make, if it was sent to the Delay itself; None where other contracts
    stand between: what they hand on, and what only lies in their calldata, can't be told apart."""
    if sent.to != delay or sent.data[:4] != MAKE_NEXT.selector:
        return None
    try:
        return "0x" + keccak(encode(MAKE_NEXT.types, decode(MAKE_NEXT.types, sent.data[4:]))).hex()
    except (DecodingError, EncodingError, OverflowError):
        return None
