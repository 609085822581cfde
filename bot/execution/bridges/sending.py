"""What the functions of bridges are told: a call that is to be made on another chain."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.bridges.bridge import BridgeKind
from bot.domain.ids import Address
from bot.execution.actions.abi import Function

Refund = Literal["fees", "beneficiary"]
"""Who gets on the other chain what is left: of the fees; of the coins, which whoever gets them may take back before the
call is made."""


class SentCall(msgspec.Struct, frozen=True):
    """A call on another chain, as a bridge is told of it."""

    to: Address
    value: int
    data: bytes
    gas: int
    """That it may use there."""
    refunds: tuple[tuple[Refund, Address], ...] = ()
    rewrites_refunds: bool = False
    """Whether the bridge takes the alias of a contract that is to get what is left."""
    creates: bool = False
    """Whether the data is a new contract's code, and no call."""


class SendingFunction(msgspec.Struct, frozen=True):
    """A function of a bridge that sends a call. `call` takes it out of the action and its arguments."""

    function: Function
    kind: BridgeKind
    call: Callable[[Action, Sequence[Any]], SentCall]
    followed: bool = True
    """Whether its message can be followed to the other side."""
    named: bool = False
    """Whether the call comes there from the bridge's own messenger, which says who sent it; otherwise from the alias of
    who sent it."""
