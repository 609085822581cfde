"""Calls that failed by what they were given alone, which need not be computed once more.

Each aggregate of reads ends with a call that does long work and fails, by which the bot measures gas
(docs/decisions/0030-gas-is-measured.md). Code that reads nothing but its own input does and returns the same wherever
and whenever it runs with the same gas, and a failure leaves nothing in the state.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from eth.abc import ComputationAPI, MessageAPI

KEPT = 64
COSTLY = 100_000
"""Gas: what is quickly computed is not worth being kept."""
CALL = 0xF1
# Arithmetic and hashes, what the message says, memory, gas, ways to end, and calls, of which `alone_still` sees more.
ALONE = frozenset(bytes.fromhex("00 0405060708090a0b 181a1d 20 303334 36373839 3d3e 53 58595a 5e f1f3fafdfe"))
"""Instructions, beside those of the quick loop, whose result depends on the message and the gas alone."""
Key = tuple[Any, ...]


class Remembered:
    """The newest failures, each the finished computation itself; of all chains of the process, in all threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Key, ComputationAPI] = OrderedDict()

    def get(self, message: MessageAPI) -> ComputationAPI | None:
        """What came of the same message before, if that is certain to come of it again."""
        key = _key(message)
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
        return found

    def keep(self, computation: Any) -> None:
        """Remember what came of a message of no coins, if it failed, was costly and alone."""
        message = computation.msg
        if not computation.is_error or not computation.alone or message.value or message.is_create:
            return
        if message.gas - computation.get_gas_remaining() < COSTLY:
            return
        # Whoever called it reads its outcome only; the rest would hold a whole chain in memory.
        computation.state = computation._memory = computation._stack = None
        computation.error.with_traceback(None)
        computation.children = []
        with self._lock:
            self._known[_key(message)] = computation
            while len(self._known) > KEPT:
                self._known.popitem(last=False)


def alone_still(parent: Any, child: Any) -> bool:
    """Whether the parent depends on its message and gas alone with this child; one that changed the state doesn't."""
    message = child.msg
    if message.value or message.is_create or message.is_delegation:
        return False
    if message.code_address in child.precompiles:
        return True
    own = message.storage_address == message.code_address == parent.msg.storage_address
    return bool(own and child.alone)


def _key(message: MessageAPI) -> Key:
    return (
        message.code, message.data_as_bytes, message.gas, message.depth, message.is_static, message.is_delegation,
        message.storage_address, message.code_address, message.sender, message.value, message.should_transfer_value,
    )  # fmt: skip
