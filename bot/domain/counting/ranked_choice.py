"""Ranked choice: instant run-off by power among the ballots that continue (Robert's Rules of Order, §45).

It stops when one choice has more than half of the round's continuing power, or fewer than three choices are left.
A tie for the last place is a value: every order of elimination is followed, and when the winner depends on the
order, all who can win so are tied (the "parallel universes" of Conitzer, Rognlie and Xia, 2009).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from bot.domain.counting.mechanism import BallotKind, Mechanism
from bot.domain.counting.ranking import RankingOptions, fault, sound, support
from bot.domain.counting.roll import Count, Roll, Round


class RankedChoiceOptions(RankingOptions, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`tie_break`: what happens when several choices are last. See election-format, Mechanisms."""

    tie_break: Literal["report", "lowest_index"] = "report"


Standing = frozenset[int]
"""The choices that are still in."""

Pile = list[tuple[tuple[int, ...], int]]
"""Rankings with their power, all on top of one choice."""


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
        state = State(
            {number: [] for number in range(1, roll.size + 1)}, dict.fromkeys(range(1, roll.size + 1), 0)
        )
        for ranking, power in roll.piles().items():
            state.piles[ranking[0]].append((ranking, power))
            state.sums[ranking[0]] += power
        return state

    def without(self, out: Iterable[int]) -> State:
        """The state after these choices are eliminated: only the ballots on top of them move."""
        sums = {number: power for number, power in self.sums.items() if number not in out}
        moved: dict[int, Pile] = {number: [] for number in sums}
        for number in out:
            for entry in self.piles[number]:
                for next_choice in entry[0]:
                    if next_choice in sums:
                        sums[next_choice] += entry[1]
                        moved[next_choice].append(entry)
                        break
        piles = {
            number: self.piles[number] + moved[number] if moved[number] else self.piles[number]
            for number in sums
        }
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
    """
    pending = {first.standing: first}
    shared: list[State] = []
    winners: set[int] = set()
    ended = False
    while pending:
        most = max(map(len, pending))
        now = [standing for standing in pending if len(standing) == most]
        if len(pending) == 1 and not ended:
            shared.append(pending[now[0]])
        for standing in now:
            state = pending.pop(standing)
            if standing <= winners:
                continue
            if state.decided() or not any(state.sums.values()):
                winners.update(state.leaders())
                ended = True
                continue
            last = state.last()
            # Choices without any power go together: their order moves no power, so every order meets again.
            groups = [last] if state.sums[last[0]] == 0 else [(number,) for number in last]
            for out in groups:
                left = standing.difference(out)
                if left not in pending:
                    pending[left] = state.without(out)
    rounds = [state.round(size, state.standing - following.standing) for state, following in pairwise(shared)]
    final = shared[-1]
    over = final.decided() or not any(final.sums.values())
    rounds.append(final.round(size, () if over else final.last()))
    return rounds, tuple(sorted(winners))


RANKED_CHOICE = Mechanism(
    name="ranked_choice",
    ballot=BallotKind.RANKING,
    choice=tuple[int, ...],
    options=RankedChoiceOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    mergeable=True,
)
