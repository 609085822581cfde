"""How Optimism's bridge is told of a call: by its messenger, whose messages can be replayed, or by its portal.

https://specs.optimism.io/protocol/messengers.html, https://specs.optimism.io/protocol/deposits.html
"""

from collections.abc import Sequence
from typing import Any

from bot.domain.actions.actions import Action
from bot.domain.ids import address
from bot.execution.actions.abi import function
from bot.execution.bridges.sending import SendingFunction, SentCall


def _message(action: Action, given: Sequence[Any]) -> SentCall:
    target, data, gas = given
    return SentCall(address(target), action.value, data, gas)


def _deposit(action: Action, given: Sequence[Any]) -> SentCall:
    to, value, gas, creates, data = given
    return SentCall(address(to), value, data, gas, creates=creates)


SEND_MESSAGE = SendingFunction(
    function("sendMessage(address target, bytes message, uint32 minGasLimit)"),
    "optimism",
    _message,
    named=True,
)
DEPOSIT = SendingFunction(
    function("depositTransaction(address to, uint256 value, uint64 gasLimit, bool isCreation, bytes data)"),
    "optimism",
    _deposit,
    followed=False,
)
