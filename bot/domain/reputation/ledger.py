"""Reputation: a ledger of events, and what it comes to at a given time (governance.md §6).

Amounts are integers in base units, 10¹⁸ of which make one point of reputation. The ledger only grows: a balance is
worked out from its events for the time that is asked about, and no row is ever rewritten.

A balance is found by going through one member's events in the order of time. Before each moment that has events, the
balance decays for the time that has passed since the one before. Then all amounts of that moment, gains and slashes
together, are added; where the sum is below zero the balance is zero, and what a slash could not take is not owed. At
the end it decays until the time asked about. Without a half-life nothing decays.

**Decay.** With half-life h a balance b becomes ⌊b · 2^(−t/h)⌋ after the time t, in integers:

- t = q·h + r. The q whole half-lives are a shift by q binary digits, exactly.
- e = ⌈r · 2⁹⁶ ÷ h⌉ is the rest as a binary fraction of 96 digits, and 2^(−e/2⁹⁶) the product of 2^(−2⁻ᵏ) over the
  digits k of e that are 1, in fixed point with 128 binary digits: each product is floored, and so are the constants,
  each of which is the square root of the one before, 2⁻¹ being the first.

The method is that of `exp_2` in ABDKMath64x64 (github abdk-consulting/abdk-libraries-solidity), with the exponent
negative and more digits; tables of 2^(±2⁻ᵏ) are Briggs's (Arithmetica Logarithmica, 1624).

**Error.** Everything is rounded down, so that a balance is never more than the exact one. The exponent is less than
2⁻⁹⁶ too large, which takes off less than ln 2 · 2⁻⁹⁶ of the factor, and 96 floored products take off less than 2⁻¹¹⁹
of it. One decay therefore loses less than 1 + b · 2⁻⁹⁶ base units: less than two where b is below 2⁹⁶ base units,
which are 79 thousand million points. What is lost before is never made larger by what follows, so that a balance
after n moments with events is less than (n + 1) · (1 + b · 2⁻⁹⁶) base units below the exact one, b being the largest
balance on the way. Two neighbouring values of e give factors that are 2⁻⁹⁸ apart at least, which is more than the
products lose: a balance never rises by waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import isqrt

import msgspec

from bot.domain.ids import MemberId, ProposalId

DECIMALS = 18
"""10 ** 18 base units are one point."""
_BITS = 128
"""Binary digits of the fixed point."""
_DIGITS = 96
"""Binary digits of the exponent."""
_GUARD = 128
"""Further binary digits with which the constants are found."""
_MICROSECOND = timedelta(microseconds=1)


class Why(StrEnum):
    """What a member got reputation for, or lost it by."""

    BALLOT = "ballot"
    """A ballot in a vote that reached its quorum."""
    ACCEPTED = "accepted"
    """A proposal of theirs that was accepted."""
    GRANT = "grant"
    """An executed proposal gave it to them."""
    SLASH = "slash"
    """An executed proposal took it from them."""


class ReputationEvent(msgspec.Struct, frozen=True):
    """One line of the ledger. `amount` in base units, negative for a slash."""

    member: MemberId
    amount: int
    why: Why
    proposal: ProposalId
    """The one that decided it."""
    at: datetime


class Left(msgspec.Struct, frozen=True):
    """What a member has after a moment with events, in base units."""

    held: int
    since: datetime

    def at(self, time: datetime, half_life: timedelta | None) -> int:
        """What is left of it at a later time."""
        return decayed(self.held, time - self.since, half_life)


def balance(events: Iterable[ReputationEvent], at: datetime, half_life: timedelta | None) -> int:
    """What one member's events come to at a time, in base units; never below zero.

    In any order, and those after `at` count for nothing. For the rounding see the module.
    """
    last = left((event for event in events if event.at <= at), half_life)
    return last.at(at, half_life) if last else 0


def left(events: Iterable[ReputationEvent], half_life: timedelta | None) -> Left | None:
    """What one member's last moment with events left, in any order; None where there are none.

    It is all that a balance at any later time needs.
    """
    last = None
    for moment, together in groupby(sorted(events, key=_time), _time):
        held = last.at(moment, half_life) if last else 0
        last = Left(max(0, held + sum(event.amount for event in together)), moment)
    return last


def balances(
    events: Iterable[ReputationEvent], at: datetime, half_life: timedelta | None
) -> dict[MemberId, int]:
    """The balance of each member who has any at a time, in base units."""
    past = left_of_each((event for event in events if event.at <= at), half_life)
    return balances_later(past, at, half_life)


def left_of_each(events: Iterable[ReputationEvent], half_life: timedelta | None) -> dict[MemberId, Left]:
    """What each member's last moment with events left."""
    of: dict[MemberId, list[ReputationEvent]] = {}
    for event in events:
        of.setdefault(event.member, []).append(event)
    found = {member: left(theirs, half_life) for member, theirs in of.items()}
    return {member: last for member, last in found.items() if last}


def balances_later(
    last: Mapping[MemberId, Left], at: datetime, half_life: timedelta | None
) -> dict[MemberId, int]:
    """The balance of each member who has any at a time after all of these moments, in base units."""
    found = {member: each.at(at, half_life) for member, each in last.items()}
    return {member: held for member, held in found.items() if held}


def decayed(amount: int, elapsed: timedelta, half_life: timedelta | None) -> int:
    """What is left of an amount in base units after a time that is not negative."""
    if half_life is None:
        return amount
    halvings, factor = _factor(elapsed // _MICROSECOND, half_life // _MICROSECOND)
    return amount * factor >> (_BITS + halvings)


@lru_cache(maxsize=1 << 14)
def _factor(elapsed: int, half_life: int) -> tuple[int, int]:
    """Whole half-lives in `elapsed`, and 2^(−rest/half_life) in fixed point. Both times in microseconds.

    Remembered, since all who voted together have their events at the same times.
    """
    halvings, rest = divmod(elapsed, half_life)
    exponent = -(-(rest << _DIGITS) // half_life)
    factor = 1 << _BITS
    for place, root in enumerate(_ROOTS):
        if exponent >> (_DIGITS - place) & 1:
            factor = factor * root >> _BITS
    return halvings, factor


def _roots() -> tuple[int, ...]:
    """2^(−2⁻ᵏ) for k from 0 to 96 in fixed point, floored."""
    root = 1 << (_BITS + _GUARD - 1)
    found = [root >> _GUARD]
    for _ in range(_DIGITS):
        root = isqrt(root << (_BITS + _GUARD))
        found.append(root >> _GUARD)
    return tuple(found)


_ROOTS = _roots()


def _time(event: ReputationEvent) -> datetime:
    return event.at
