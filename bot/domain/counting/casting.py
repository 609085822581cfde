"""From the ballots and delegations of a document to the roll that is counted.

Three questions in one place, because they depend on each other: which ballots are valid, which of a voter's valid
ballots counts, and with which power (a delegator who casts a valid ballot keeps their own power, and their
delegate's falls by it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.domain.counting.errors import (
    BallotFault,
    DependsOnItself,
    ElectionError,
    EmptyVoter,
    PowerNotAQuantity,
    TooDear,
)
from bot.domain.counting.exact import BEYOND, digits, is_quantity, number, quantity
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Invalid, Roll


class Cast(Protocol):
    """A ballot of the document; `power` is a decimal integer string when it is valid."""

    @property
    def voter(self) -> str: ...
    @property
    def power(self) -> Any: ...
    @property
    def choice(self) -> Any: ...


class Delegated(Protocol):
    """A delegation of the document."""

    @property
    def from_(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def power(self) -> str: ...


EffectiveDelegation = tuple[str, str, int]
"""A delegation: from, to, power."""

Candidate = tuple[int, int, Any]
"""Place of a well-formed ballot in the list, its voter's own power, its choice."""


def roll_of(
    ballots: Sequence[Cast],
    typed: bool,
    delegations: Sequence[Delegated],
    mechanism: Mechanism,
    options: Any,
    size: int,
    revote: bool,
    total_power: int | None,
) -> tuple[Roll, list[Invalid]]:
    """The roll, in list order, and the ballots that were not counted, in list order.

    `typed`: every power is known to be a string and every choice to have the mechanism's type. Raises ElectionError
    when a ballot names no voter or a delegation's power isn't a quantity.
    """
    delegated = [
        (each.from_, each.to, quantity(each.power, f"delegations[{place}].power"))
        for place, each in enumerate(delegations)
    ]
    if typed:
        columns = _sound_columns(ballots, mechanism, options, size)
        if columns is not None:
            return _roll(size, *_counting(*columns, delegated, revote), total_power), []
    return _careful_roll(ballots, delegated, mechanism, options, size, revote, total_power)


Columns = tuple[Sequence[str], Sequence[int], Sequence[Any]]
"""Voters, powers, choices."""


def _sound_columns(ballots: Sequence[Cast], mechanism: Mechanism, options: Any, size: int) -> Columns | None:
    """The columns of ballots of which each is valid with its own power alone; None for any others.

    Everything here works on whole columns, which is several times faster than a loop over ballots.
    """
    voters = [ballot.voter for ballot in ballots]
    texts = [ballot.power for ballot in ballots]
    choices = [ballot.choice for ballot in ballots]
    # int() alone would also take signs, blanks and underscores. Bytes are looked through faster than text is.
    joined = "".join(texts)
    if ballots and not (joined.isascii() and joined.encode().isdigit()):
        return None
    try:
        powers = list(map(int, texts))
    except ValueError:  # One of them is empty, or longer than Python reads.
        return None
    if max(powers, default=0) >= BEYOND or not all(voters):
        return None
    if mechanism.sound is None or not mechanism.sound(choices, size, options):
        return None
    price = mechanism.price and mechanism.price(options)
    if price and any(price(choice) > power for choice, power in zip(choices, powers, strict=True)):
        return None
    return voters, powers, choices


def _counting(
    voters: Sequence[str],
    powers: Sequence[int],
    choices: Sequence[Any],
    delegated: Sequence[EffectiveDelegation],
    revote: bool,
) -> Columns:
    """Of valid ballots those that count, one a voter, with the power that is delegated to them."""
    if len(set(voters)) != len(voters):
        places = range(len(voters))
        # The last of equal names is kept by a dict; read backwards, that is the first.
        kept = (
            dict(zip(voters, places, strict=True))
            if revote
            else dict(zip(reversed(voters), reversed(places), strict=True))
        )
        counting = sorted(kept.values())
        voters = [voters[place] for place in counting]
        powers = [powers[place] for place in counting]
        choices = [choices[place] for place in counting]
    if delegated:
        received = _received(delegated, set(voters))
        powers = [power + received.get(voter, 0) for voter, power in zip(voters, powers, strict=True)]
    return voters, powers, choices


def _roll(
    size: int, voters: Sequence[str], powers: Sequence[int], choices: Sequence[Any], total_power: int | None
) -> Roll:
    return Roll(size, voters, powers, choices, sum(powers), len(powers) - powers.count(0), total_power)


def _careful_roll(
    ballots: Sequence[Cast],
    delegated: Sequence[EffectiveDelegation],
    mechanism: Mechanism,
    options: Any,
    size: int,
    revote: bool,
    total_power: int | None,
) -> tuple[Roll, list[Invalid]]:
    candidates: dict[str, list[Candidate]] = {}
    faults: dict[int, BallotFault] = {}
    for place, ballot in enumerate(ballots):
        if not ballot.voter:
            raise ElectionError(f"ballots[{place}].voter", EmptyVoter())
        fault = _power_fault(ballot.power) or mechanism.fault(ballot.choice, size, options)
        if fault is None:
            choice = tuple(ballot.choice) if type(ballot.choice) is list else ballot.choice
            candidates.setdefault(ballot.voter, []).append((place, number(ballot.power), choice))
        else:
            faults[place] = fault
    price = mechanism.price and mechanism.price(options)
    if price is None:
        casting = set(candidates)
        received = _received(delegated, casting)
        valid: Mapping[str, list[Candidate]] = candidates
    else:
        costs = {place: price(choice) for held in candidates.values() for place, _, choice in held}
        casting = _casting(candidates, delegated, costs)
        received = _received(delegated, casting)
        valid = {}
        for voter, held in candidates.items():
            extra = received.get(voter, 0)
            for place, power, _ in held:
                if costs[place] > power + extra:
                    faults[place] = TooDear(digits(costs[place]), digits(power + extra))
                elif voter not in casting:
                    faults[place] = DependsOnItself()
            if voter in casting:
                valid[voter] = [each for each in held if each[0] not in faults]
    counted = sorted(
        ((held[-1 if revote else 0], voter) for voter, held in valid.items()), key=lambda each: each[0][0]
    )
    return (
        _roll(
            size,
            [voter for _, voter in counted],
            [power + received.get(voter, 0) for (_, power, _), voter in counted],
            [choice for (_, _, choice), _ in counted],
            total_power,
        ),
        [Invalid(ballots[place].voter, str(faults[place])) for place in sorted(faults)],
    )


def _power_fault(power: object) -> BallotFault | None:
    if is_quantity(power):
        return None
    return PowerNotAQuantity()


def _received(delegated: Sequence[EffectiveDelegation], casting: set[str]) -> dict[str, int]:
    """What each delegate holds for delegators who don't cast a ballot themselves."""
    received: dict[str, int] = {}
    for from_, to, power in delegated:
        if from_ not in casting:
            received[to] = received.get(to, 0) + power
    return received


def _casting(
    candidates: Mapping[str, list[Candidate]],
    delegated: Sequence[EffectiveDelegation],
    costs: Mapping[int, int],
) -> set[str]:
    """Who casts a valid ballot, where validity itself depends on the power that others delegate.

    The more voters cast, the less is delegated, the fewer ballots can be paid for. So the set of those who surely cast
    and the set of those who possibly do are drawn together (an alternating fixed point) until nothing moves. They
    meet unless delegations run in a circle; a ballot that still depends on itself then is not cast.

    Each voter joins the one set once, or leaves the other once, and is told to those they delegate to.
    """
    needs = {
        voter: min(costs[place] - power for place, power, _ in held) for voter, held in candidates.items()
    }
    of_delegator: dict[str, list[tuple[str, int]]] = {}
    for from_, to, power in delegated:
        of_delegator.setdefault(from_, []).append((to, power))
    at_least = _received(delegated, set(candidates))
    at_most = _received(delegated, set())
    surely = {voter for voter, need in needs.items() if need <= at_least.get(voter, 0)}
    possibly = set(candidates)
    joining = list(surely)
    leaving = [voter for voter, need in needs.items() if need > at_most.get(voter, 0)]
    possibly.difference_update(leaving)
    while joining or leaving:
        if joining:
            for to, power in of_delegator.get(joining.pop(), ()):
                at_most[to] -= power
                if to in possibly and needs[to] > at_most[to]:
                    possibly.remove(to)
                    leaving.append(to)
        else:
            for to, power in of_delegator.get(leaving.pop(), ()):
                at_least[to] = at_least.get(to, 0) + power
                if to in possibly and to not in surely and needs[to] <= at_least[to]:
                    surely.add(to)
                    joining.append(to)
    return surely
