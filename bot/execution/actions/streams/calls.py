"""The calls that make a stream, end it, or take out what is due: exactly what is needed is allowed, just before."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bot.domain.actions.streams import RATE_DECIMALS, LlamaPay, SablierLockup, StreamContract
from bot.domain.errors.inputs import TooLarge
from bot.domain.errors.proposals.actions import BadAmountOf
from bot.domain.errors.proposals.stream_lines import (
    NoStreamContract,
    NotByTheSecond,
    RateOfNothing,
    SeveralStreamContracts,
)
from bot.domain.ids import Address
from bot.execution.actions.abi import Function
from bot.execution.actions.known import APPROVE
from bot.execution.actions.streams.lines import (
    BadStreamLine,
    Cancelled,
    Started,
    Stopped,
    StreamLine,
    TakenBack,
    Withdrawn,
)
from bot.execution.actions.streams.reading import (
    CANCEL,
    CANCEL_STREAM,
    DEPOSIT_AND_CREATE,
    WITHDRAW_MAX,
    WITHDRAW_PAYER,
    WITHDRAW_PAYER_ALL,
)
from bot.execution.actions.streams.sablier_functions import LINEAR_AT, LINEAR_FOR

_NOBODY = ("0x" + "0" * 40, 0)
"""No broker, and no fee."""
_MOST_BY_SABLIER = 2**128 - 1
_FASTEST = 2**216 - 1


class WantedCall(msgspec.Struct, frozen=True):
    to: Address
    function: Function
    values: Sequence[Any]


class StreamCalls(msgspec.Struct, frozen=True):
    """Makes them for `account`, which carries the proposal out, through the contracts that the operator has named."""

    contracts: Sequence[StreamContract]
    account: Address

    def of(self, line: StreamLine, amount: int, decimals: int) -> list[WantedCall]:
        """The calls of a line. `amount` is what it names, in base units of a token with so many decimals; 0 where it
        names none. Raises BadStreamLine."""
        match line:
            case Started():
                return self._made(line, amount, decimals)
            case Stopped(agreed):
                contract = self._llamapay(agreed.by, agreed.token)
                rate = _rate(agreed, amount, decimals)
                return [WantedCall(contract.contract, CANCEL_STREAM, [agreed.to, rate])]
            case Cancelled(stream, by):
                return [WantedCall(self._numbering(by).contract, CANCEL, [stream])]
            case Withdrawn(stream, to, by):
                return [WantedCall(self._numbering(by).contract, WITHDRAW_MAX, [stream, to or self.account])]
            case TakenBack(None, token, by):
                return [WantedCall(self._llamapay(by, token).contract, WITHDRAW_PAYER_ALL, [])]
            case TakenBack(_, token, by):
                scaled = amount * 10 ** (RATE_DECIMALS - decimals)
                return [WantedCall(self._llamapay(by, token).contract, WITHDRAW_PAYER, [scaled])]

    def _made(self, line: Started, amount: int, decimals: int) -> list[WantedCall]:
        contract = self._maker(line)
        if isinstance(contract, SablierLockup):
            if amount > _MOST_BY_SABLIER:
                raise BadStreamLine(BadAmountOf(line.amount, TooLarge()))
            made = _of_sablier(contract, line, amount, self.account)
        else:
            made = WantedCall(
                contract.contract, DEPOSIT_AND_CREATE, [amount, line.to, _rate(line, amount, decimals)]
            )
        return [WantedCall(line.token, APPROVE, [contract.contract, amount]), made]

    def _maker(self, line: Started) -> StreamContract:
        """The first contract that can do what the line asks for. Raises BadStreamLine."""
        for contract in self._called(line.by):
            if isinstance(contract, SablierLockup):
                return contract
            if contract.token == line.token and line.verb == "stream":
                if (word := _beyond(line)) is None:
                    return contract
                if line.by:
                    raise BadStreamLine(NotByTheSecond(word))
        raise BadStreamLine(NoStreamContract(line.by))

    def _numbering(self, by: str) -> SablierLockup:
        """The contract that counts its streams by numbers. Raises BadStreamLine."""
        found = [each for each in self._called(by) if isinstance(each, SablierLockup)]
        if not found:
            raise BadStreamLine(NoStreamContract(by))
        if len(found) > 1:
            raise BadStreamLine(SeveralStreamContracts(tuple(each.contract for each in found)))
        return found[0]

    def _llamapay(self, by: str, token: Address) -> LlamaPay:
        for contract in self._called(by):
            if isinstance(contract, LlamaPay) and contract.token == token:
                return contract
        raise BadStreamLine(NoStreamContract(by))

    def _called(self, by: str) -> list[StreamContract]:
        """Those that are called so: all of a kind, one by its address, or all."""
        return [each for each in self.contracts if by.lower() in ("", each.kind, each.contract.lower())]


def _beyond(line: Started) -> str | None:
    """What the line asks for that a stream by the second doesn't have."""
    asked = {
        "cliff": line.cliff,
        "from": line.start is not None,
        "irrevocable": line.irrevocable,
        "transferable": line.transferable,
    }
    return next((word for word, given in asked.items() if given), None)


def _rate(line: Started, amount: int, decimals: int) -> int:
    """What is paid in a second, with 20 decimals, rounded down: the rest, less than that, stays in the balance."""
    if decimals > RATE_DECIMALS:
        raise BadStreamLine(NoStreamContract(line.by))
    rate = amount * int(10 ** (RATE_DECIMALS - decimals)) // line.length
    if rate == 0:
        raise BadStreamLine(RateOfNothing())
    if rate > _FASTEST:
        raise BadStreamLine(BadAmountOf(line.amount, TooLarge()))
    return rate


def _of_sablier(contract: SablierLockup, line: Started, amount: int, account: Address) -> WantedCall:
    version, start = contract.version, line.start
    common = [account, line.to, amount, line.token, not line.irrevocable, line.transferable]
    cliff = line.cliff and (start or 0) + line.cliff
    if version == "1.2":
        if start is None:
            return WantedCall(
                contract.contract, LINEAR_FOR[version], [(*common, (line.cliff, line.length), _NOBODY)]
            )
        times = (start, cliff, start + line.length)
        return WantedCall(contract.contract, LINEAR_AT[version], [(*common, times, _NOBODY)])
    end = ("", _NOBODY) if version == "2.0" else ("",)
    # At the cliff as much is due as if it had gone out evenly from the start.
    unlocked = (0, amount * line.cliff // line.length)
    step = [1] if version == "4.0" else []
    if start is None:
        values = [(*common, *end), unlocked, *step, (line.cliff, line.length)]
        return WantedCall(contract.contract, LINEAR_FOR[version], values)
    values = [(*common, (start, start + line.length), *end), unlocked, *step, cliff]
    return WantedCall(contract.contract, LINEAR_AT[version], values)
