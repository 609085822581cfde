"""Whether actions keep to the limits of their track."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction, Operation, near
from bot.domain.actions.dangers import BatchUnreadable
from bot.domain.actions.outlays import Outlay, moved_by, outlays
from bot.domain.ids import Address
from bot.domain.policy.limits import Limits, Spending

_SELECTOR = 10


class NotAllowed(msgspec.Struct, frozen=True):
    """An action that the track doesn't allow."""

    number: str
    to: Address
    selector: str
    """The first four bytes of the calldata, 0x-prefixed; "" where there is none."""
    unreadable: bool
    """Whether it holds calls that can't be taken out of it, or runs foreign code: this no track with limits allows."""


class WrongRecipient(msgspec.Struct, frozen=True):
    """Something goes to an account that may not get it."""

    number: str
    spending: Spending
    to: Address


class OverLimit(msgspec.Struct, frozen=True):
    """More would be moved in a period than may be."""

    spending: Spending
    period: timedelta
    wanted: int
    """By these actions."""
    spent: int
    """In the period before, and by what waits for its execution."""
    to: Address | None = None
    """Where it is more than one account may get."""

    @property
    def limit(self) -> int:
        """So much it may be."""
        if self.to is None:
            return self.spending.per_period
        return self.spending.per_recipient or 0


Broken = NotAllowed | WrongRecipient | OverLimit


class OfSpace(msgspec.Struct, frozen=True):
    """What is broken is not the track's limits: its space, or one above it, has limits that its parent set."""

    space: str
    broken: Broken


Breach = Broken | OfSpace


def breaches(
    limits: Limits, actions: Sequence[DecodedAction], spent: Sequence[Outlay] = ()
) -> tuple[Broken, ...]:
    """How the actions would break the limits, after what was spent; empty where they keep to them."""
    return (*_not_allowed(limits, actions), *_over(limits, actions, spent))


def _not_allowed(limits: Limits, actions: Sequence[DecodedAction]) -> Iterator[Broken]:
    for number, decoded in near(actions):
        action = decoded.action
        selector = action.data[:_SELECTOR] if len(action.data) > len("0x") else ""
        if _hides(decoded):
            yield NotAllowed(number, action.to, selector, unreadable=True)
        elif not _allows(limits, decoded, selector):
            yield NotAllowed(number, action.to, selector, unreadable=False)


def _hides(decoded: DecodedAction) -> bool:
    """Whether it may do anything that nobody sees here, or that limits of this chain's assets can't weigh."""
    if decoded.action.operation is Operation.DELEGATE_CALL or BatchUnreadable() in decoded.dangers:
        return True
    match decoded.effect:
        case effects.BridgedCall() | effects.UnknownCall(of_tokens=True):
            return True
    return False


def _allows(limits: Limits, decoded: DecodedAction, selector: str) -> bool:
    if decoded.action.value and not limits.of(None):
        return False
    if isinstance(decoded.effect, effects.CoinsAlone):
        return bool(limits.of(None))
    named = [limits.of(each.asset) for each in moved_by(decoded)]
    if named and all(named) and not (_is_pooled(decoded) and any(each.minds_who for each in sum(named, ()))):
        return True
    return limits.lets_call(decoded.action.to, selector.lower())


def _is_pooled(decoded: DecodedAction) -> bool:
    """Whether it is put into a balance out of which all are paid whom the account pays by the second, whoever it is
    meant for: a stream of one unit that is due at once takes what was put there for another one."""
    return isinstance(decoded.effect, effects.PayStarted | effects.PayBalance)


def _over(limits: Limits, actions: Sequence[DecodedAction], spent: Sequence[Outlay]) -> Iterator[Broken]:
    moved = list(outlays(actions))
    for spending in limits.spending:
        mine = [(number, each) for number, each in moved if each.asset == spending.asset]
        if spending.recipients:
            for number, outlay in mine:
                if outlay.to not in spending.recipients:
                    yield WrongRecipient(number, spending, outlay.to)
        wanted = sum(outlay.amount for _, outlay in mine)
        before = [each for each in spent if each.asset == spending.asset]
        so_far = sum(each.amount for each in before)
        if wanted and so_far + wanted > spending.per_period:
            yield OverLimit(spending, limits.period, wanted, so_far)
        if spending.per_recipient is None:
            continue
        for to in dict.fromkeys(outlay.to for _, outlay in mine):
            to_them = sum(outlay.amount for _, outlay in mine if outlay.to == to)
            had = sum(each.amount for each in before if each.to == to)
            if had + to_them > spending.per_recipient:
                yield OverLimit(spending, limits.period, to_them, had, to)
