"""The functions of Sablier Lockup by which streams are made, of its versions 1.1 to 4.0.

Sources: @sablier/v2-core 1.2.0, @sablier/lockup 2.0.1, 3.0.1 and 4.0.1 (their interfaces are under GPL-3.0-or-later).
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from bot.domain.actions.streams import LAST_MOMENT, Schedule
from bot.execution.actions.abi import Function, function

_WHOLE = 10**18
"""A share of everything, such as a broker's fee."""


class Terms(msgspec.Struct, frozen=True):
    """What the arguments agree on, accounts as they stand there."""

    sender: str
    to: str
    total: int
    token: str
    cancelable: bool
    transferable: bool
    schedule: Schedule
    broker: str = "0x" + "0" * 40
    fee: int = 0


class MakingFunction(msgspec.Struct, frozen=True):
    """A function that makes a stream. `terms` reads its arguments, raising ValueError where they agree on none."""

    function: Function
    terms: Callable[[Sequence[Any]], Terms]


def _scheduled(start: int | None, length: int, **more: Any) -> Schedule:
    cliff = more.get("cliff", 0)
    if length <= 0 or not 0 <= cliff <= length or (start or 0) + length > LAST_MOMENT:
        raise ValueError("no times that a stream could have")
    return Schedule(start, length, **more)


def _since(start: int, moment: int) -> int:
    """Seconds, for a moment that is given as 0 where there is none."""
    return moment - start if moment else 0


def _fee(total: int, broker: Sequence[Any]) -> dict[str, Any]:
    account, share = broker
    return {"broker": account, "fee": total * share // _WHOLE}


def _old(params: Sequence[Any], scheduled: Callable[[int], Schedule]) -> Terms:
    """Of one struct that holds everything, the broker last; the schedule is one of what is left after its fee."""
    sender, to, total, token, cancelable, transferable, *_, broker = params
    fee = _fee(total, broker)
    return Terms(sender, to, total, token, cancelable, transferable, scheduled(total - fee["fee"]), **fee)


def _old_linear(start: int | None, cliff: int, length: int) -> Callable[[int], Schedule]:
    """Even from the start on, of which nothing is paid out before the cliff."""

    def scheduled(total: int) -> Schedule:
        # It cuts the share that is over to 18 decimals first.
        at_cliff = cliff * _WHOLE // length * total // _WHOLE if length > 0 else 0
        return _scheduled(start, length, cliff=cliff, at_cliff=at_cliff)

    return scheduled


def _old_linear_for(given: Sequence[Any]) -> Terms:
    (params,) = given
    cliff, length = params[6]
    return _old(params, _old_linear(None, cliff, length))


def _old_linear_at(given: Sequence[Any]) -> Terms:
    (params,) = given
    start, cliff, end = params[6]
    return _old(params, _old_linear(start, _since(start, cliff), end - start))


def _old_parts_for(form: Any) -> Callable[[Sequence[Any]], Terms]:
    def terms(given: Sequence[Any]) -> Terms:
        (params,) = given
        return _old(params, lambda _: _in_parts(form, params[6]))

    return terms


def _old_parts_at(form: Any) -> Callable[[Sequence[Any]], Terms]:
    def terms(given: Sequence[Any]) -> Terms:
        (params,) = given
        start, parts = params[6:8]
        return _old(params, lambda _: _in_parts(form, parts, start, parts[-1][-1] if parts else 0))

    return terms


def _in_parts(
    form: Any, parts: Sequence[Sequence[int]], start: int | None = None, end: int | None = None
) -> Schedule:
    """Parts that end each with its own duration, or with its own moment, the last one at `end`."""
    if not parts:
        raise ValueError("no parts")
    length = sum(part[-1] for part in parts) if start is None or end is None else end - start
    return _scheduled(start, length, parts=len(parts), form=form)


def _common(params: Sequence[Any]) -> dict[str, Any]:
    """Of the struct that comes first since version 2.0; until 3.0 the broker stands at its end."""
    sender, to, total, token, cancelable, transferable, *rest = params
    broker = _fee(total, rest[-1]) if not isinstance(rest[-1], str) else {}
    return {
        "sender": sender,
        "to": to,
        "total": total,
        "token": token,
        "cancelable": cancelable,
        "transferable": transferable,
        **broker,
    }


def _linear_for(given: Sequence[Any]) -> Terms:
    params, (at_start, at_cliff), *step, (cliff, length) = given
    unlocked = {"at_start": at_start, "at_cliff": at_cliff, "step": _step(step)}
    return Terms(**_common(params), schedule=_scheduled(None, length, cliff=cliff, **unlocked))


def _linear_at(given: Sequence[Any]) -> Terms:
    params, (at_start, at_cliff), *step, cliff = given
    start, end = params[6]
    unlocked = {"at_start": at_start, "at_cliff": at_cliff, "step": _step(step)}
    schedule = _scheduled(start, end - start, cliff=_since(start, cliff), **unlocked)
    return Terms(**_common(params), schedule=schedule)


def _step(given: Sequence[int]) -> int:
    """Seconds; versions before 4.0 have none, and 0 means one."""
    return (given[0] if given else 1) or 1


def _parts_for(form: Any) -> Callable[[Sequence[Any]], Terms]:
    return lambda given: Terms(**_common(given[0]), schedule=_in_parts(form, given[1]))


def _parts_at(form: Any) -> Callable[[Sequence[Any]], Terms]:
    def terms(given: Sequence[Any]) -> Terms:
        params, parts = given
        start, end = params[6]
        return Terms(**_common(params), schedule=_in_parts(form, parts, start, end))

    return terms


_BASE = "address sender, address recipient, uint128 totalAmount, address token, bool cancelable, bool transferable"
_BROKER = "(address account, uint256 fee) broker"
_UNLOCK = "(uint128 start, uint128 cliff) unlockAmounts"
_LENGTHS = "(uint40 cliff, uint40 total) durations"
_TIMES = "(uint40 start, uint40 end) timestamps"
_OLD_TIMES = "(uint40 start, uint40 cliff, uint40 end) timestamps"
_FORMS = {
    # How each part is told: by its own duration, and by its own moment.
    "steps": ("(uint128 amount, uint40 duration)[]", "(uint128 amount, uint40 timestamp)[]", "LT"),
    "curve": (
        "(uint128 amount, uint64 exponent, uint40 duration)[]",
        "(uint128 amount, uint64 exponent, uint40 timestamp)[]",
        "LD",
    ),
}

LINEAR_FOR = {
    "1.2": function(f"createWithDurations(({_BASE}, {_LENGTHS}, {_BROKER}) params)"),
    "2.0": function(
        f"createWithDurationsLL(({_BASE}, string shape, {_BROKER}) params, {_UNLOCK}, {_LENGTHS})"
    ),
    "3.0": function(f"createWithDurationsLL(({_BASE}, string shape) params, {_UNLOCK}, {_LENGTHS})"),
    "4.0": function(
        f"createWithDurationsLL(({_BASE}, string shape) params, {_UNLOCK}, uint40 granularity, {_LENGTHS})"
    ),
}
"""By version, the function that makes a linear stream which begins when it is made."""
LINEAR_AT = {
    "1.2": function(f"createWithTimestamps(({_BASE}, {_OLD_TIMES}, {_BROKER}) params)"),
    "2.0": function(
        f"createWithTimestampsLL(({_BASE}, {_TIMES}, string shape, {_BROKER}) params, {_UNLOCK}, uint40 cliffTime)"
    ),
    "3.0": function(
        f"createWithTimestampsLL(({_BASE}, {_TIMES}, string shape) params, {_UNLOCK}, uint40 cliffTime)"
    ),
    "4.0": function(
        f"createWithTimestampsLL(({_BASE}, {_TIMES}, string shape) params, {_UNLOCK}, uint40 granularity, "
        "uint40 cliffTime)"
    ),
}
"""By version, the function that makes one which begins and ends at moments that are told."""


def _all() -> list[MakingFunction]:
    linear = [
        MakingFunction(LINEAR_FOR["1.2"], _old_linear_for),
        MakingFunction(LINEAR_AT["1.2"], _old_linear_at),
        # Version 1.1 calls it so.
        MakingFunction(
            function(f"createWithRange(({_BASE}, {_OLD_TIMES}, {_BROKER}) params)"), _old_linear_at
        ),
        *(MakingFunction(LINEAR_FOR[version], _linear_for) for version in ("2.0", "3.0", "4.0")),
        *(MakingFunction(LINEAR_AT[version], _linear_at) for version in ("2.0", "3.0", "4.0")),
    ]
    in_parts = []
    for form, (by_length, by_moment, suffix) in _FORMS.items():
        in_parts += [
            MakingFunction(
                function(f"createWithDurations(({_BASE}, {by_length} parts, {_BROKER}) params)"),
                _old_parts_for(form),
            ),
            MakingFunction(
                function(
                    f"createWithTimestamps(({_BASE}, uint40 startTime, {by_moment} parts, {_BROKER}) params)"
                ),
                _old_parts_at(form),
            ),
        ]
        for end in (f", {_BROKER}", ""):
            in_parts += [
                MakingFunction(
                    function(
                        f"createWithDurations{suffix}(({_BASE}, string shape{end}) params, {by_length} parts)"
                    ),
                    _parts_for(form),
                ),
                MakingFunction(
                    function(
                        f"createWithTimestamps{suffix}(({_BASE}, {_TIMES}, string shape{end}) params, "
                        f"{by_moment} parts)"
                    ),
                    _parts_at(form),
                ),
            ]
    return [*linear, *in_parts]


MAKING = {known.function.selector: known for known in _all()}
"""By selector."""
