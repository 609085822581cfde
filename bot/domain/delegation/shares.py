"""What is delegated, in base units: split among several delegates, and cut where one would get more than the cap.

Nothing is lost by rounding, and nothing counts twice: the parts of a power add up to it, to the last base unit.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import msgspec

from bot.domain.delegation.caps import Caps
from bot.domain.delegation.delegation import Delegator
from bot.domain.ids import MemberId, Power


def divided(amount: Power, parts: Sequence[int]) -> list[Power]:
    """The amount in the proportion of the parts, of which one at least is more than 0: floors, and what is left over
    one base unit each to the largest remainders; of equal ones to the first."""
    whole = sum(parts)
    found = [amount * each // whole for each in parts]
    left = amount - sum(found)
    if left:
        by_remainder = sorted(range(len(parts)), key=lambda place: -(amount * parts[place] % whole))
        for place in by_remainder[:left]:
            found[place] += 1
    return found


class Split(msgspec.Struct, frozen=True):
    """In which parts a delegator's power goes to whom."""

    ends: tuple[MemberId | None, ...]
    """With whose ballot each part counts; None: with nobody's."""
    parts: tuple[int, ...] = (1,)

    @property
    def to(self) -> tuple[MemberId, ...]:
        """With whose ballots some of it counts."""
        return tuple(dict.fromkeys(end for end in self.ends if end is not None))

    @property
    def whole(self) -> bool:
        """Whether all of it counts."""
        return None not in self.ends

    def amounts(self, power: Power) -> dict[MemberId, Power]:
        """How much of this power counts with whose ballot."""
        if len(self.ends) == 1:
            return dict.fromkeys(self.to, power)
        found: dict[MemberId, Power] = {}
        for end, amount in zip(self.ends, divided(power, self.parts), strict=True):
            if end is not None:
                found[end] = found.get(end, 0) + amount
        return found

    def most(self, power: Power) -> dict[MemberId, Power]:
        """How much it is at most of a power that is at most this: a little more may round to a little less."""
        whole = sum(self.parts)
        found: dict[MemberId, Power] = {}
        for end, parts in zip(self.ends, self.parts, strict=True):
            if end is not None:
                found[end] = found.get(end, 0) - (-power * parts // whole)
        return found


class DelegatedShare(msgspec.Struct, frozen=True):
    """What of a delegator's power counts with one member's ballot."""

    delegator: Delegator
    to: MemberId
    whole: Power
    """All that the delegator has."""
    power: Power
    """What of it is delegated to this member."""
    counts: Power
    """What of that is within the cap."""


def shares_of(
    splits: Mapping[Delegator, Split], powers: Mapping[Delegator, Power], caps: Caps
) -> list[DelegatedShare]:
    """What counts with whose ballot, by delegator in the order of `splits`. Those whose power isn't known have none.

    Where a member would be delegated more than their cap, each delegator's share is cut in proportion, and what is over
    the cap counts for nobody. What is rounded follows the order of
    `splits`, which is that of the record's lists.
    """
    found = [
        DelegatedShare(delegator, to, power, amount, amount)
        for delegator, split in splits.items()
        if (power := powers.get(delegator)) is not None
        for to, amount in split.amounts(power).items()
    ]
    return _capped(found, caps) if caps else found


def _capped(shares: Sequence[DelegatedShare], caps: Caps) -> list[DelegatedShare]:
    received = received_of((each.to, each.power) for each in shares)
    within = {member: caps.cut(member, power) for member, power in received.items()}
    over = [each for each in shares if received[each.to] > within[each.to]]
    of_delegate: dict[MemberId, list[DelegatedShare]] = {}
    for each in over:
        of_delegate.setdefault(each.to, []).append(each)
    counts: dict[tuple[Delegator, MemberId], Power] = {}
    for to, given in of_delegate.items():
        cut = divided(within[to], [each.power for each in given])
        counts.update(((each.delegator, to), amount) for each, amount in zip(given, cut, strict=True))
    return [
        DelegatedShare(
            each.delegator,
            each.to,
            each.whole,
            each.power,
            counts.get((each.delegator, each.to), each.power),
        )
        for each in shares
    ]


def least_share(least: Power, delegators: Sequence[Hashable], caps: Caps) -> Power:
    """The least power that one more voter may bring, where nobody's own is less than `least`: of a power that is split,
    or cut by a cap, as little as one base unit. `delegators`: of each delegation that was frozen."""
    return least if not caps and len(set(delegators)) == len(delegators) else 1


def received_of(amounts: Iterable[tuple[MemberId, Power]]) -> dict[MemberId, Power]:
    """How much goes to each member."""
    received: dict[MemberId, Power] = {}
    for to, amount in amounts:
        received[to] = received.get(to, 0) + amount
    return received
