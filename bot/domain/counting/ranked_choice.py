"""Ranked choice: instant run-off by power among the ballots that continue (Robert's Rules of Order, §45).

It stops when one choice has more than half of the round's continuing power, or fewer than three choices are left.
A tie for the last place is a value: every order of elimination is followed, and when the winner depends on the
order, all who can win so are tied (the "parallel universes" of Conitzer, Rognlie and Xia, 2009). There may be more such
orders than can be followed (2ⁿ sets of n choices that are all level): then the tie itself is the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Literal

from bot.domain.counting.mechanism import BallotKind, Mechanism
from bot.domain.counting.ranking import MOST_RANKED, RankingOptions, fault, sound, support
from bot.domain.counting.roll import Bounds, Count, Roll, Round


class RankedChoiceOptions(RankingOptions, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`tie_break`: what happens when several choices are last. See election-format, Mechanisms."""

    tie_break: Literal["report", "lowest_index"] = "report"


Standing = frozenset[int]
"""The choices that are still in."""

MOST_STANDINGS = 500
"""So many sets of continuing choices of one size are followed (election-format.md, Mechanisms)."""

Ballots = list[tuple[tuple[int, ...], int]]
"""Rankings with their power."""

Pile = tuple[Ballots, ...]
"""All that lies on top of one choice, in the portions in which it came: what lay there before is shared by all orders,
so that each costs only the ballots that it moves."""


class State:
    """Where a run-off stands: the ballots on top of each choice that is still in, and their power.

    It depends only on who is still in, not on the order in which the others went out.
    """

    __slots__ = ("piles", "sums")

    def __init__(self, piles: dict[int, Pile], sums: dict[int, int]) -> None:
        self.piles = piles
        self.sums = sums

    @staticmethod
    def first(roll: Roll) -> State:
        """Every ballot on its first choice."""
        tops: dict[int, Ballots] = {number: [] for number in range(1, roll.size + 1)}
        sums = dict.fromkeys(tops, 0)
        for ranking, power in roll.piles().items():
            tops[ranking[0]].append((ranking, power))
            sums[ranking[0]] += power
        return State({number: (ballots,) for number, ballots in tops.items()}, sums)

    def without(self, out: Iterable[int]) -> State:
        """The state after these choices are eliminated: only the ballots on top of them move."""
        sums = {number: power for number, power in self.sums.items() if number not in out}
        moved: dict[int, Ballots] = defaultdict(list)
        for number in out:
            for entry in chain.from_iterable(self.piles[number]):
                for next_choice in entry[0]:
                    if next_choice in sums:
                        sums[next_choice] += entry[1]
                        moved[next_choice].append(entry)
                        break
        piles = {number: self.piles[number] for number in sums}
        for number, ballots in moved.items():
            piles[number] += (ballots,)
        return State(piles, sums)

    @property
    def standing(self) -> Standing:
        """Who is still in."""
        return frozenset(self.sums)

    def decided(self) -> bool:
        """Whether one choice has more than half of the continuing power, or fewer than three are left."""
        return len(self.sums) < 3 or max(self.sums.values()) * 2 > sum(self.sums.values())

    def last(self) -> tuple[int, ...]:
        """The choices with the least power, in order."""
        least = min(self.sums.values())
        return tuple(number for number, power in self.sums.items() if power == least)

    def over(self) -> bool:
        """Whether the run-off ends here: it is decided, or nobody has any power."""
        return self.decided() or not any(self.sums.values())

    def tried(self) -> list[tuple[int, ...]]:
        """What is tried where the run-off goes on: each of the last choices, alone.

        Choices without any power go together: their order moves no power, so that every order meets again.
        """
        last = self.last()
        return [last] if self.sums[last[0]] == 0 else [(number,) for number in last]

    def leaders(self) -> tuple[int, ...]:
        """The choices with the most power, in order; none when nobody has any."""
        most = max(self.sums.values())
        return tuple(number for number, power in self.sums.items() if power == most) if most else ()

    def round(self, size: int, eliminated: Iterable[int]) -> Round:
        """This state as a round of the result."""
        return Round(tuple(self.sums.get(number) for number in range(1, size + 1)), tuple(sorted(eliminated)))


def count(roll: Roll, options: RankedChoiceOptions) -> Count:
    """The scores of the last round, every round, and who can win."""
    first = State.first(roll)
    if options.tie_break == "lowest_index":
        rounds, winners = _by_lowest_index(first, roll.size)
    else:
        rounds, winners = _by_every_order(first, roll.size)
    return Count.exact((score or 0 for score in rounds[-1].scores), winners=winners, rounds=tuple(rounds))


def bounds(low: Roll, high: Roll, options: RankedChoiceOptions) -> Bounds:
    """Who wins whatever the powers are, if it is somebody; the scores of the last round are open.

    The run-off is followed as long as it is sure who goes out: those who have no power whatever comes, else whoever has
    less than any other has at least. It is over when one choice has more for sure than all others together can have. A
    run-off that by some of the powers ends before that has the same winner: whoever has more than half of what
    continues has it in every later round too.
    """
    least, most = State.first(low), State.first(high)
    while True:
        for number, power in least.sums.items():
            if power > sum(most.sums.values()) - most.sums[number]:
                return Bounds(None, number)
        if len(least.sums) < 3:
            return Bounds(None)
        last = min(most.sums, key=lambda number: (most.sums[number], number))
        out = [number for number, power in most.sums.items() if not power] or [last]
        if any(least.sums[number] <= most.sums[last] for number in least.standing.difference(out)):
            return Bounds(None)
        least, most = least.without(out), most.without(out)


def _by_lowest_index(state: State, size: int) -> tuple[list[Round], tuple[int, ...]]:
    """Of several last choices the lowest-numbered goes out."""
    rounds = []
    while not state.decided():
        out = state.last()[:1]
        rounds.append(state.round(size, out))
        state = state.without(out)
    rounds.append(state.round(size, ()))
    return rounds, state.leaders()


def _by_every_order(first: State, size: int) -> tuple[list[Round], tuple[int, ...]]:
    """Each of several last choices is tried: the rounds that every order shares, and all who win in some order.

    After a shared round `eliminated` lists all who are out in the next shared one. Where no other follows though
    the run-off isn't decided, it lists the tied last choices that were tried.

    All orders are followed side by side, and those that have the same choices left are one. Where more than
    MOST_STANDINGS different sets of choices are left after as many eliminations, the count stops: whoever is in one of
    them, or has won in an order that ended before, is tied.
    """
    now = {first.standing: first}
    shared: list[State] = []
    winners: set[int] = set()
    while now:
        if len(now) == 1 and not winners:
            shared.extend(now.values())
        going_on: list[State] = []
        for state in now.values():
            if state.over():
                winners.update(state.leaders())
            else:
                going_on.append(state)
        then = _next(going_on)
        if len(then) > MOST_STANDINGS:
            for state in going_on:
                winners |= (
                    state.standing if len(state.tried()) > 1 else state.standing.difference(state.last())
                )
            break
        now = {standing: state.without(out) for standing, (state, out) in then.items()}
    rounds = [state.round(size, state.standing - following.standing) for state, following in pairwise(shared)]
    final = shared[-1]
    rounds.append(final.round(size, () if final.over() else final.last()))
    return rounds, tuple(sorted(winners))


def _next(states: Iterable[State]) -> dict[Standing, tuple[State, tuple[int, ...]]]:
    """Every set of choices that may be left next, with a state and who goes out of it for that; some of them where
    there are more than are followed. No ballot is moved for that yet."""
    found: dict[Standing, tuple[State, tuple[int, ...]]] = {}
    for state in states:
        for out in state.tried():
            found[state.standing.difference(out)] = (state, out)
            if len(found) > MOST_STANDINGS:
                return found
    return found


RANKED_CHOICE = Mechanism(
    name="ranked_choice",
    ballot=BallotKind.RANKING,
    choice=tuple[int, ...],
    options=RankedChoiceOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    bounds=bounds,
    most_choices=MOST_RANKED,
    mergeable=True,
)
