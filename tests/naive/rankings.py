"""Ranked choice and Copeland, the long way round."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Ballots = list[dict[str, Any]]


def copeland(ballots: Ballots, size: int) -> list[Fraction]:
    """Compares every pair of choices on every ballot."""

    def prefers(ballot: dict[str, Any], one: int, other: int) -> bool:
        ranking = ballot["choice"]
        if one not in ranking:
            return False
        return other not in ranking or ranking.index(one) < ranking.index(other)

    scores = [Fraction(0)] * size
    for one in range(1, size + 1):
        for other in range(1, size + 1):
            if one == other:
                continue
            wins = sum(ballot["weight"] for ballot in ballots if prefers(ballot, one, other))
            losses = sum(ballot["weight"] for ballot in ballots if prefers(ballot, other, one))
            scores[one - 1] += 1 if wins > losses else Fraction(1, 2) if wins == losses else 0
    return scores


def tops(ballots: Ballots, standing: list[int]) -> dict[int, int]:
    """The power on top of each choice that is still in."""
    scores = dict.fromkeys(standing, 0)
    for ballot in ballots:
        left = [number for number in ballot["choice"] if number in standing]
        if left:
            scores[left[0]] += ballot["weight"]
    return scores


def decided(scores: dict[int, int]) -> bool:
    """Whether the run-off stops here."""
    return len(scores) < 3 or any(score * 2 > sum(scores.values()) for score in scores.values())


MOST_SETS = 500


def run_off(ballots: Ballots, size: int, tie_break: str) -> tuple[list[list[int]], list[int]]:
    """Who was in, round by round, as far as every way to go on shares it; and all who win in some way.

    Ways that have the same choices left are one. Of more than MOST_SETS with as many left none is followed further.
    """
    shared: list[list[int]] = []
    winners: set[int] = set()
    left = [list(range(1, size + 1))]
    while left:
        if len(left) == 1 and not winners:
            shared.append(left[0])
        after: list[list[int]] = []
        for standing in left:
            scores = tops(ballots, standing)
            if decided(scores) or (tie_break == "report" and sum(scores.values()) == 0):
                best = max(scores.values())
                winners.update(number for number, score in scores.items() if score == best and best > 0)
                continue
            last = [number for number in standing if scores[number] == min(scores.values())]
            for out in tried(last, scores, tie_break):
                rest = [number for number in standing if number not in out]
                if rest not in after:
                    after.append(rest)
        if len(after) > MOST_SETS:
            winners.update(number for standing in after for number in standing)
            break
        left = after
    return shared, sorted(winners)


def tried(last: list[int], scores: dict[int, int], tie_break: str) -> list[list[int]]:
    """Who goes out together, in each of the ways that are tried."""
    if tie_break == "lowest_index":
        return [last[:1]]
    if scores[last[0]] == 0:
        return [last]
    return [[number] for number in last]


def ranked_choice(
    ballots: Ballots, size: int, options: dict[str, Any]
) -> tuple[list[int], list[dict[str, Any]], list[int]]:
    """Scores of the last round that every way shares, those rounds, and all who win in some way."""
    tie_break = options.get("tie_break", "report")
    shared, winners = run_off(ballots, size, tie_break)
    rounds = []
    for place, standing in enumerate(shared):
        scores = tops(ballots, standing)
        if place + 1 < len(shared):
            out = [number for number in standing if number not in shared[place + 1]]
        elif decided(scores) or (tie_break == "report" and sum(scores.values()) == 0):
            out = []
        else:
            out = [number for number in standing if scores[number] == min(scores.values())]
        rounds.append(
            {
                "scores": [
                    str(scores[number]) if number in scores else None for number in range(1, size + 1)
                ],
                "eliminated": out,
            }
        )
    last = tops(ballots, shared[-1])
    return [last.get(number, 0) for number in range(1, size + 1)], rounds, winners
