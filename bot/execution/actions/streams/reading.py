"""What calls of Sablier and LlamaPay do.

Those by which somebody is paid are known by their selector wherever they are made. The others have names that many
contracts use, and mean this only at a contract that the operator has named.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from bot.domain.actions import effects
from bot.domain.actions.actions import Action
from bot.domain.actions.effects import Effect, Token
from bot.domain.actions.streams import LlamaPay, SablierLockup, StreamContract
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function
from bot.execution.actions.streams.sablier_functions import MAKING

CANCEL = function("cancel(uint256 streamId)")
WITHDRAW_MAX = function("withdrawMax(uint256 streamId, address to)")
DEPOSIT_AND_CREATE = function("depositAndCreate(uint256 amountToDeposit, address to, uint216 amountPerSec)")
CANCEL_STREAM = function("cancelStream(address to, uint216 amountPerSec)")
WITHDRAW_PAYER = function("withdrawPayer(uint256 amount)")
WITHDRAW_PAYER_ALL = function("withdrawPayerAll()")
_CREATE_STREAM = function("createStream(address to, uint216 amountPerSec)")
_CREATE_WITH_REASON = function("createStreamWithReason(address to, uint216 amountPerSec, string reason)")
_DEPOSIT_AND_CREATE_WITH_REASON = function(
    "depositAndCreateWithReason(uint256 amountToDeposit, address to, uint216 amountPerSec, string reason)"
)

_OF_SABLIER: dict[Function, Callable[[Sequence[Any]], Effect]] = {
    CANCEL: lambda given: effects.StreamAct("cancelled", (given[0],)),
    function("cancelMultiple(uint256[] streamIds)"): lambda given: effects.StreamAct("cancelled", given[0]),
    function("renounce(uint256 streamId)"): lambda given: effects.StreamAct("renounced", (given[0],)),
    WITHDRAW_MAX: lambda given: effects.StreamAct("withdrawn", (given[0],), address(given[1]), all_due=True),
    function("withdraw(uint256 streamId, address to, uint128 amount)"): lambda given: effects.StreamAct(
        "withdrawn", (given[0],), address(given[1])
    ),
}
_OF_LLAMAPAY: dict[Function, Callable[[Token, Sequence[Any]], Effect]] = {
    CANCEL_STREAM: lambda token, given: effects.PayStopped(token, address(given[0]), given[1]),
    function("pauseStream(address to, uint216 amountPerSec)"): lambda token, given: effects.PayStopped(
        token, address(given[0]), given[1]
    ),
    function("deposit(uint256 amount)"): lambda token, given: effects.PayBalance(
        token, given[0], taken=False
    ),
    WITHDRAW_PAYER: lambda token, given: effects.PayBalance(token, given[0], taken=True),
    WITHDRAW_PAYER_ALL: lambda token, given: effects.PayBalance(token, None, taken=True),
}
_STARTING: dict[Function, Callable[[Sequence[Any]], tuple[int, str, int]]] = {
    DEPOSIT_AND_CREATE: lambda given: (given[0], given[1], given[2]),
    _DEPOSIT_AND_CREATE_WITH_REASON: lambda given: (given[0], given[1], given[2]),
    _CREATE_STREAM: lambda given: (0, given[0], given[1]),
    _CREATE_WITH_REASON: lambda given: (0, given[0], given[1]),
}
"""What is deposited, who is paid, and how much in a second."""


class StreamCall(msgspec.Struct, frozen=True):
    """A call of one of these functions, as it was read."""

    function: Function
    values: tuple[Any, ...]
    effect: Effect


class StreamReading(msgspec.Struct, frozen=True):
    """Reads such calls on one chain."""

    contracts: Mapping[Address, StreamContract]
    account: Address | None
    """Who carries the proposal out."""
    token_at: Callable[[Address], Token]

    def read(self, action: Action, data: bytes) -> StreamCall | None:
        """None for every other call."""
        named = self.contracts.get(action.to)
        if (making := MAKING.get(data[:4])) is not None and (values := making.function.read(data)):
            made = self._made(action, making.terms, values)
            return None if made is None else StreamCall(making.function, values, made)
        for starting, told in _STARTING.items():
            if data[:4] == starting.selector and (values := starting.read(data)):
                deposit, to, rate = told(values)
                token = self.token_at(named.token) if isinstance(named, LlamaPay) else None
                return StreamCall(starting, values, effects.PayStarted(token, deposit, address(to), rate))
        if isinstance(named, SablierLockup):
            for known, act in _OF_SABLIER.items():
                if data[:4] == known.selector and (values := known.read(data)) is not None:
                    return StreamCall(known, values, act(values))
        if isinstance(named, LlamaPay):
            for known, paid in _OF_LLAMAPAY.items():
                if data[:4] == known.selector and (values := known.read(data)) is not None:
                    return StreamCall(known, values, paid(self.token_at(named.token), values))
        return None

    def _made(
        self, action: Action, terms: Callable[[Sequence[Any]], Any], values: Sequence[Any]
    ) -> Effect | None:
        try:
            told = terms(values)
        except ValueError:
            return None
        refunds = address(told.sender) if told.cancelable else None
        return effects.StreamMade(
            self.token_at(address(told.token)),
            told.total,
            address(told.to),
            told.schedule,
            refunds=refunds,
            transferable=told.transferable,
            named=isinstance(self.contracts.get(action.to), SablierLockup),
            caller_cancels=refunds is None or refunds == self.account,
            broker=address(told.broker),
            fee=told.fee,
        )
